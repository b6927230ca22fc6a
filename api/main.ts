import { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createKubernetesClient } from '../kubernetes/create-kubernetes-client.ts';
import { signWorkerToken } from '../activities/worker-token.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createApi } from './create-api.ts';
import { readEnvironment } from './environment.ts';
import { serve } from './serve.ts';
import { createWorkerKey } from './sync-worker/worker-key.ts';
import { connectTemporal } from './temporal/connect-temporal.ts';
import { wireApi } from './wire-api.ts';

const environment = readEnvironment(process.env);
const logger = pino({ name: 'api', level: environment.logLevel });
const client = createKubernetesClient({ userAgent: 'durasync-api' });
// The API starts and answers /healthz while Temporal is still away.
const connection = connectTemporal(environment.temporalAddress);
const workerKey = createWorkerKey(client, environment.podNamespace, Date.now);
const deps = wireApi({
  client,
  temporal: new Client({ connection, namespace: environment.temporalNamespace }),
  logger,
  workerToken: async (key) => signWorkerToken({ privateKeyPem: await workerKey(), ...key, ttlSeconds: 60 }),
  now: Date.now,
  tls: environment.tls !== undefined,
  version: packageJson.version,
});
const serving = await serve(createApi(deps), environment);
logger.info({ url: serving.url }, 'the API is listening');

const stop = async (): Promise<void> => {
  const closed = serving.close();
  deps.streams.closeAll();
  await Promise.all([closed, deps.watch.stop()]);
  await connection.close();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    logger.info({ signal }, 'stopping');
    void stop();
  });
}
