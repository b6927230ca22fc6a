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

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Jest ends at once on a signal, without its teardown: stop the servers first, then let the signal do its work.
 * More signals change nothing meanwhile: the kernel may tell of one parent's death twice, and people press ^C twice.
 */
function stopOnSignals(stop: () => Promise<void>): () => void {
  let stopping = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => {
      detach();
      process.kill(process.pid, signal);
    });
  };
  const detach = (): void => SIGNALS.forEach((signal) => void process.off(signal, listener));
  for (const signal of SIGNALS) process.on(signal, listener);
  return detach;
}
