import type { Logger } from 'pino';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { createInformer, type Informer } from '../../../../operator/kit/cache/informer.ts';
import { clusterListWatch } from '../../../../operator/kit/cache/list-watch.ts';
import { systemClock } from '../../../../operator/kit/clock.ts';
import type { KubernetesObject, ResourceRef } from '../../../../resources/kind.ts';
import { kindKey } from './collected-kinds.ts';
import type { OwnedObject } from './ownership-graph.ts';

/** Told of every change of a followed object. */
export interface OwnershipListener {
  onPut(object: OwnedObject): void;
  onRemove(uid: string): void;
}

const KEPT = ['namespace', 'uid', 'resourceVersion', 'deletionTimestamp', 'finalizers', 'ownerReferences'] as const;

interface Followed {
  readonly informer: Informer<KubernetesObject>;
  readonly stop: AbortController;
}

/** Follows objects of changing kinds; of each it keeps only what says who owns it. */
export class KindWatcher {
  readonly #client: KubernetesClient;
  readonly #log: Logger;
  readonly #listener: OwnershipListener;
  readonly #followed = new Map<string, Followed>();

  constructor(client: KubernetesClient, log: Logger, listener: OwnershipListener) {
    this.#client = client;
    this.#log = log;
    this.#listener = listener;
  }

  /** Every followed kind is completely known. */
  get hasSynced(): boolean {
    return this.#followed.size > 0 && [...this.#followed.values()].every(({ informer }) => informer.hasSynced);
  }

  /** Follows exactly these kinds from now on, until the signal. */
  follow(kinds: readonly ResourceRef[], signal: AbortSignal): void {
    const wanted = new Map(kinds.map((kind) => [kindKey(kind), kind]));
    for (const [key, { stop }] of this.#followed) {
      if (wanted.has(key)) continue;
      stop.abort();
      this.#followed.delete(key);
    }
    for (const [key, kind] of wanted) {
      if (!this.#followed.has(key)) this.#followed.set(key, this.#start(kind, signal));
    }
  }

  #start(kind: ResourceRef, signal: AbortSignal): Followed {
    const stop = new AbortController();
    const logger = this.#log.child({ informer: kind.plural });
    const informer = createInformer({
      source: clusterListWatch(this.#client, kind),
      clock: systemClock,
      logger,
      transform: ownershipOnly,
    });
    informer.onEvent((event) => {
      if (event.type === 'deleted') this.#listener.onRemove(event.object.metadata.uid ?? '');
      else this.#listener.onPut(ownedObject(kind, event.object));
    });
    void informer.run(AbortSignal.any([signal, stop.signal]));
    return { informer, stop };
  }
}

function ownershipOnly({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  const kept: KubernetesObject['metadata'] = { name: metadata.name };
  for (const field of KEPT) Object.assign(kept, metadata[field] !== undefined && { [field]: metadata[field] });
  return { apiVersion, kind, metadata: kept };
}

function ownedObject(ref: ResourceRef, { metadata }: KubernetesObject): OwnedObject {
  return {
    ref,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid ?? '',
    deleting: metadata.deletionTimestamp !== undefined,
    finalizers: metadata.finalizers ?? [],
    owners: metadata.ownerReferences ?? [],
  };
}
