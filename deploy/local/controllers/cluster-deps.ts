import type { Logger } from 'pino';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { SharedInformers } from '../../../operator/kit/cache/shared-informers.ts';

/** What the controllers share. */
export interface ClusterDeps {
  readonly client: KubernetesClient;
  readonly informers: SharedInformers;
  readonly log: Logger;
  /** Certificate of the API server's CA, PEM. */
  readonly ca: string;
  /** Folder of the node; volumes go to `volumes` in it. */
  readonly stateDir: string;
  readonly reclaimPolicy: 'Delete' | 'Retain';
}
