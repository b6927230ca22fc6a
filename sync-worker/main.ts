import { once } from 'node:events';
import { AsyncCompletionClient } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createSyncActivities } from '../activities/sync/create-sync-activities.ts';
import { dataLayout } from '../activities/sync/data-layout.ts';
import { readCredentials } from '../activities/sync/read-credentials.ts';
import { ScratchStore } from '../activities/sync/scratch.ts';
import { prepareVolume } from '../activities/sync/volume.ts';
import { createKubernetesClient } from '../kubernetes/create-kubernetes-client.ts';
import { AttemptState } from './attempt-state.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { register } from './register.ts';
import { runSyncWorker } from './run-sync-worker.ts';
import { endLostAttempt, RecordedAttempts } from './recorded-attempts.ts';
import { readSettings } from './settings.ts';
import { stayOnline } from './stay-online.ts';
import { StatusReporter } from './status-reporter.ts';
import { installTemporalRuntime } from '../activities/worker/temporal-runtime.ts';

const settings = readSettings(process.env);
const { job, dataDir, credentialsDir } = settings;
const logger = pino({ name: 'sync-worker', level: settings.logLevel, base: { job: `${job.namespace}/${job.name}` } });
// The attempts log their own ends, in fewer words.
installTemporalRuntime(logger, ['Activity failed']);

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());

const kubernetes = createKubernetesClient({ userAgent: 'durasync-sync-worker' });
const reporter = new StatusReporter({
  kubernetes,
  onError: (error) => logger.debug({ err: error }, 'no progress written'),
});
const state = new AttemptState(reporter);
let worker: Worker | undefined;

// The file servers of the pod find the tree from the start.
const layout = dataLayout(dataDir);
await prepareVolume(layout);
const scratch = new ScratchStore();
scratch.prepare();
const http = createHttpServer({
  job,
  tokenKey: settings.tokenKey,
  logDirectory: layout.log,
  state,
  isReady: () => worker?.getState() === 'RUNNING',
});
http.listen(settings.http.port, settings.http.host);
await once(http, 'listening');

const context = { logger, signal: stop.signal };
await Promise.all([
  register(kubernetes, job, context).then(() => stayOnline({ ...context, kubernetes, job })),
  runSyncWorker({
    ...context,
    settings,
    activities: createSyncActivities({
      dataDir,
      credentials: credentialsDir === undefined ? undefined : () => readCredentials(credentialsDir),
      logger,
      observer: new RecordedAttempts(layout.attempt, state),
      scratch,
    }),
    onFirstConnection: (connection) =>
      endLostAttempt(layout.attempt, new AsyncCompletionClient({ connection, namespace: settings.temporalNamespace })),
    onWorker: (next) => (worker = next),
  }),
]);
await scratch.close();
http.close();
http.closeAllConnections();
