import type { Logger } from 'pino';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { BackoffLimits } from './container/crash-backoff.ts';
import type { HostCapacity } from './container/field-path.ts';
import type { ImageTable } from './container/image-table.ts';
import type { AddressBook } from './pod/address-book.ts';
import type { EventRecorder } from './registration/event-recorder.ts';

/** What the parts of the node share. */
export interface NodeContext {
  readonly client: KubernetesClient;
  readonly log: Logger;
  readonly events: EventRecorder;
  readonly nodeName: string;
  readonly hostIP: string;
  /** Folder of pods, logs and volumes. */
  readonly stateDir: string;
  readonly images: ImageTable;
  /** PATH of the containers: the one thing they inherit. */
  readonly searchPath: string;
  readonly capacity: HostCapacity;
  readonly backoff: BackoffLimits;
  readonly addresses: AddressBook;
  /** Address and CA certificate (PEM) that pods reach the API server by. */
  readonly apiServer: { readonly url: string; readonly ca: string };
  /** How often configMaps, secrets and tokens in volumes are brought up to date, milliseconds. */
  readonly refreshMs: number;
}
