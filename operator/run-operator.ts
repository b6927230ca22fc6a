import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createKubernetesClient } from '../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import { jobController } from './job/job-controller.ts';
import type { JobSettings } from './job/job-settings.ts';
import { temporalMirrorWorkflows } from './job/workflow/temporal-mirror-workflows.ts';
import { sleep, systemClock } from './kit/clock.ts';
import { LeaderElector } from './kit/election/leader-elector.ts';
import { clusterLeaseStore } from './kit/election/lease-store.ts';
import { createEventRecorder } from './kit/events/event-recorder.ts';
import { createHealthServer } from './kit/http/health-server.ts';
import { Manager } from './kit/manager/manager.ts';
import { createClientMetrics } from './kit/metrics/client-metrics.ts';
import { createLeaderMetric } from './kit/metrics/leader-metrics.ts';
import type { Settings } from './settings.ts';
import { ensureWorkerTokenKey } from './worker-token/worker-token-key.ts';

const LEASE = 'durasync-operator';
const RESYNC_MS = 10 * 60_000;
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
        logger.warn({ err: error, retryInMs: RESTART_MS }, 'beginning anew');
      });
      await sleep(systemClock, signal.aborted ? 0 : RESTART_MS, signal);
    }
  } finally {
    await connection.close();
  }
}

interface Process {
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

async function runTerm(settings: Settings, temporal: Client, { logger, signal }: Process): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const client = createKubernetesClient({ userAgent: LEASE, onRequest: createClientMetrics(registry) });
  const recorder = createEventRecorder({
    client,
    reporter: { controller: 'durasync.dev/operator', instance: settings.podName },
    clock: systemClock,
    logger,
  });
  try {
    const manager = createManager(settings, { client, registry, logger });
    manager.register(
      'job',
      jobController({
        settings: await jobSettings(settings, client),
        workflows: temporalMirrorWorkflows(temporal),
        recorder,
        ...(settings.watchNamespace !== undefined && { namespace: settings.watchNamespace }),
      }),
    );
    await manager.run(signal);
  } finally {
    await recorder.close();
  }
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
    controllers: settings.controllers,
    resyncMs: RESYNC_MS,
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
