import { once } from 'node:events';
import type { WorkerStatus } from '@temporalio/worker';
import { pino } from 'pino';
import { createControlActivities } from '../activities/control/create-control-activities.ts';
import { createKubernetesClient } from '../kubernetes/create-kubernetes-client.ts';
import { createHttpServer } from './http-server.ts';
import { createMetrics } from './metrics.ts';
import { runControlWorker } from './run-control-worker.ts';
import { readSettings } from './settings.ts';
import { installTemporalRuntime } from '../activities/worker/temporal-runtime.ts';

const settings = readSettings(process.env);
const logger = pino({ name: 'control-worker', level: settings.logLevel });
installTemporalRuntime(logger);

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());

let worker: { getStatus(): WorkerStatus } | undefined;
const status = (): WorkerStatus | undefined => worker?.getStatus();
const http = createHttpServer({ isReady: () => status()?.runState === 'RUNNING', metrics: createMetrics(status) });
if (settings.http !== null) {
  http.listen(settings.http.port, settings.http.host);
  await once(http, 'listening');
}

await runControlWorker({
  settings,
  activities: createControlActivities({ kubernetes: createKubernetesClient({ userAgent: 'durasync-control' }) }),
  logger,
  signal: stop.signal,
  onWorker: (next) => (worker = next),
});
http.close();
http.closeAllConnections();
