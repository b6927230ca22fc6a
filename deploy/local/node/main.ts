import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { pino } from 'pino';
import { findClusterAccess } from '../../../kubernetes/cluster-access.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import { SharedInformers } from '../../../operator/kit/cache/shared-informers.ts';
import { systemClock } from '../../../operator/kit/clock.ts';
import { startControllers } from '../controllers/start-controllers.ts';
import { readConfig } from './read-config.ts';
import { startNode } from './start-node.ts';

const STOP_MS = 30_000;

/** The local node with the stand-ins for controller-manager and scheduler; configured by readConfig's variables. */
async function main(): Promise<void> {
  if (platform() !== 'linux') throw new Error('the local node needs Linux: it relies on setpriv and /proc');
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, name: 'local-node' });
  const { cluster } = findClusterAccess({ kubeconfig: config.kubeconfig });
  const ca = cluster.caData
    ? Buffer.from(cluster.caData, 'base64').toString()
    : readFileSync(cluster.caFile ?? '', 'utf8');
  const client = createKubernetesClient({ kubeconfig: config.kubeconfig, userAgent: 'durasync-local-node' });
  const informers = new SharedInformers({ client, clock: systemClock, logger: log });
  const stopping = new AbortController();
  const controllers = await startControllers({ client, informers, log, ca, signal: stopping.signal, ...config });
  informers.start(stopping.signal);
  const node = await startNode({ config, client, informers, apiServer: { url: cluster.server, ca }, log });
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    // Bounded: the API server may have been stopped first.
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await node.stop();
    stopping.abort();
    await Promise.all([controllers.stopped, informers.stopped()]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, (name) => void stop(name));
}

await main().catch((error: unknown) => {
  process.stderr.write(`local node: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
