import { remember } from './running.ts';
import { startTestServers } from './test-servers.ts';

/**
 * Jest's globalSetup of the projects that need servers; runs without such tests start none. Tests find them in
 * DURASYNC_TEST_KUBECONFIG (a file) and DURASYNC_TEST_TEMPORAL (host:port).
 */
export default async function globalSetup(): Promise<void> {
  let detach = (): void => undefined;
  const servers = await startTestServers((stop) => (detach = stopOnSignals(stop)));
  process.env['DURASYNC_TEST_KUBECONFIG'] = servers.kubeconfig;
  process.env['DURASYNC_TEST_TEMPORAL'] = servers.temporalAddress;
  remember({ servers, detach });
}

/** Jest ends at once on a signal, without its teardown: stop the servers first, then let the signal do its work. */
function stopOnSignals(stop: () => Promise<void>): () => void {
  const detachers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const listener = (): void => {
      detachAll();
      void stop().finally(() => process.kill(process.pid, signal));
    };
    process.once(signal, listener);
    return () => process.off(signal, listener);
  });
  const detachAll = (): void => detachers.forEach((detach) => void detach());
  return detachAll;
}
