import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import type { ApiDeps } from './api-deps.ts';
import { createAccessAuthorizer } from './auth/access-authorizer.ts';
import { createTokenAuthenticator } from './auth/token-authenticator.ts';
import type { Clock } from './auth/expiring-cache.ts';
import { startJobWatch } from './cluster/job-watch.ts';
import type { JobKey } from './cluster/job-watch.ts';
import { createStreamRegistry } from './http/stream-registry.ts';
import { createMetrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { createProgressHub } from './sync-worker/progress-hub.ts';
import { findWorker } from './sync-worker/worker-address.ts';
import { createWorkerClient } from './sync-worker/worker-client.ts';
import { createCommands } from './temporal/commands.ts';
import { createCurrentRun } from './temporal/current-run.ts';
import { createRunHistory } from './temporal/run-history.ts';

/** What the API is given from outside. */
export interface Surroundings {
  /** The API's own identity. */
  readonly client: KubernetesClient;
  readonly temporal: Client;
  readonly logger: Logger;
  /** A token that lets one call the worker of this Job. */
  readonly workerToken: (key: JobKey) => Promise<string>;
  readonly now: Clock;
  readonly tls: boolean;
  readonly version: string;
}

/** Makes the parts of the API and starts its watch of Jobs; stop `watch` at the end. */
export function wireApi({ client, temporal, logger, workerToken, now, tls, version }: Surroundings): ApiDeps {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = createMetrics(registry);
  const watch = startJobWatch({ client, logger, onRestart: () => metrics.watchRestarts.inc() });
  const worker = createWorkerClient({ find: (key, signal) => findWorker(client, key, signal), token: workerToken });
  return {
    client,
    watch,
    worker,
    registry,
    metrics,
    logger,
    tls,
    version,
    authenticator: createTokenAuthenticator(client, now),
    authorizer: createAccessAuthorizer(client, now),
    commands: createCommands(temporal),
    currentRun: createCurrentRun(temporal, client),
    runs: createRunHistory(temporal),
    progress: createProgressHub(worker, logger),
    streams: createStreamRegistry({ metrics }),
    readiness: createReadiness(readinessChecks(client, temporal), now),
  };
}

function readinessChecks(client: KubernetesClient, temporal: Client): Record<string, () => Promise<unknown>> {
  const timeoutMs = 2_000;
  return {
    kubernetes: () => client.raw('/readyz', { timeoutMs }),
    temporal: () => temporal.withDeadline(Date.now() + timeoutMs, () => temporal.workflowService.getSystemInfo({})),
  };
}
