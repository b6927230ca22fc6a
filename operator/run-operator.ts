import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createKubernetesClient } from '../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import { isTransient, KubernetesError } from '../kubernetes/kubernetes-error.ts';
import { clusterIdentity } from './cluster-identity.ts';
import { jobController } from './job/job-controller.ts';
import type { JobSettings } from './job/job-settings.ts';
import { orphanController } from './job/orphans/orphan-controller.ts';
import { temporalMirrorWorkflows } from './job/workflow/temporal-mirror-workflows.ts';
import { sleep, systemClock } from './kit/clock.ts';
import { CacheSyncError } from './kit/cache/shared-informers.ts';
import { LeaderElector, LeadershipLostError } from './kit/election/leader-elector.ts';
import { clusterLeaseStore } from './kit/election/lease-store.ts';
import { createHealthServer } from './kit/http/health-server.ts';
import { Manager } from './kit/manager/manager.ts';
import { createClientMetrics } from './kit/metrics/client-metrics.ts';
import { createLeaderMetric } from './kit/metrics/leader-metrics.ts';
import type { Settings } from './settings.ts';
import { ensureWorkerTokenKey } from './worker-token/worker-token-key.ts';

const LEASE = 'durasync-operator';
/** A workflow is looked at with every resync, though the one comes a little early. */
const HEAL_SHARE = 0.9;
/** A workflow without a Job is told of by one look and ended by the next, so this is also how long a mishap can be mended. */
const SWEEP_MS = 10 * 60_000;
const RESTART_MS = 2_000;
const GRPC_RECONNECT_MS = 5_000;

/**
 * Runs the operator until the signal is aborted. A lost lease or caches that do not fill, as when the API server is away,
 * end only the term: all controllers stop and a new term begins, without a restart of the process.
 */
export async function runOperator(settings: Settings, logger: Logger, signal: AbortSignal): Promise<void> {
  const connection = Connection.lazy({
    address: settings.temporal.address,
    channelArgs: { 'grpc.max_reconnect_backoff_ms': GRPC_RECONNECT_MS },
  });
  const temporal = new Client({ connection, namespace: settings.temporal.namespace });
  try {
    while (!signal.aborted) {
      await runTerm(settings, temporal, { logger, signal }).catch((error: unknown) => {
        if (!mayPass(error)) throw error;
        logger.warn({ err: error, retryInMs: RESTART_MS }, 'beginning anew');
      });
      await sleep(systemClock, signal.aborted ? 0 : RESTART_MS, signal);
    }
  } finally {
    await connection.close();
  }
}

/** Whether the world, not the program or its settings, is to blame. */
function mayPass(error: unknown): boolean {
  const kinds = [LeadershipLostError, CacheSyncError, KubernetesError];
  return isTransient(error) || kinds.some((kind) => error instanceof kind);
}

interface Process {
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

async function runTerm(settings: Settings, temporal: Client, { logger, signal }: Process): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const client = createKubernetesClient({ userAgent: LEASE, onRequest: createClientMetrics(registry) });
  const cluster = await clusterIdentity(client, signal);
  const parts = {
    workflows: temporalMirrorWorkflows(temporal, cluster),
    ...(settings.watchNamespace !== undefined && { namespace: settings.watchNamespace }),
  };
  const healMs = settings.resyncMs * HEAL_SHARE;
  const jobParts = { ...parts, settings: await jobSettings(settings, client), healMs };
  await createManager(settings, { client, registry, logger })
    .register('job', jobController(jobParts))
    .register('orphans', orphanController({ ...parts, cluster, everyMs: SWEEP_MS }))
    .run(signal);
}

interface ManagerDeps {
  readonly client: KubernetesClient;
  readonly registry: Registry;
  readonly logger: Logger;
}

function createManager(settings: Settings, { client, registry, logger }: ManagerDeps): Manager {
  const elector = new LeaderElector({
    store: clusterLeaseStore(client, { namespace: settings.podNamespace, name: LEASE }),
    identity: `${settings.podName}_${randomUUID()}`,
    clock: systemClock,
    logger,
    onChange: createLeaderMetric(registry),
  });
  const health = (isReady: () => boolean) =>
    createHealthServer({ ...settings.http, ready: { caches: () => requireSynced(isReady()) }, registry });
  return new Manager({
    client,
    logger,
    registry,
    elector,
    health,
    reporter: { domain: 'durasync.dev', instance: settings.podName },
    controllers: settings.controllers,
    resyncMs: settings.resyncMs,
  });
}

function requireSynced(ready: boolean): void {
  if (!ready) throw new Error('the caches are not full yet');
}

async function jobSettings(settings: Settings, client: KubernetesClient): Promise<JobSettings> {
  return {
    images: settings.images,
    temporal: { address: settings.workerTemporalAddress, namespace: settings.temporal.namespace },
    workerTokenPublicKey: await ensureWorkerTokenKey(client, settings.podNamespace),
  };
}
