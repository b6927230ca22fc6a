import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import type { Authenticator, Authorizer } from './auth/caller.ts';
import type { JobWatch } from './cluster/job-watch.ts';
import type { StreamRegistry } from './http/stream-registry.ts';
import type { ApiMetrics } from './metrics.ts';
import type { ProgressHub } from './sync-worker/progress-hub.ts';
import type { WorkerClient } from './sync-worker/worker-client.ts';
import type { Commands } from './temporal/commands.ts';
import type { createCurrentRun } from './temporal/current-run.ts';
import type { RunHistory } from './temporal/run-history.ts';
import type { Readiness } from './readiness.ts';

/** What the routes work with. */
export interface RouteDeps {
  /** The API's own identity; callers' rights are checked before it is used. */
  readonly client: KubernetesClient;
  readonly watch: JobWatch;
  readonly commands: Commands;
  readonly currentRun: ReturnType<typeof createCurrentRun>;
  readonly runs: RunHistory;
  readonly worker: WorkerClient;
  readonly progress: ProgressHub;
  readonly streams: StreamRegistry;
  readonly readiness: Readiness;
  readonly registry: Registry;
}

/** Everything the API is made of. */
export interface ApiDeps extends RouteDeps {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  readonly metrics: ApiMetrics;
  readonly logger: Logger;
  /** Whether clients come by TLS; tells browsers to keep to it. */
  readonly tls: boolean;
  readonly version: string;
}
