import type { Logger } from 'pino';
import type { KubernetesObject } from '../../../resources/kind.ts';
import type { Clock } from '../clock.ts';
import { keyOf } from '../object-key.ts';
import { deepFreeze, stripManagedFields } from './freeze.ts';
import type { ListWatch } from './list-watch.ts';
import { ObjectStore } from './object-store.ts';
import type { IndexFunction, ObjectReader } from './object-store.ts';
import { Reflector } from './reflector.ts';
import type { ObjectEvent, ReflectorTarget } from './reflector.ts';

/** What happened to an object. Objects are frozen. */
export type InformerEvent<T> =
  /** `initial`: it was there before the informer. */
  | { readonly type: 'added'; readonly object: T; readonly initial: boolean }
  /** `resync`: nothing happened, the object is only shown again. */
  | { readonly type: 'updated'; readonly old: T; readonly object: T; readonly resync: boolean }
  /** `finalStateUnknown`: its end was not seen, `object` is its last known state. */
  | { readonly type: 'deleted'; readonly object: T; readonly finalStateUnknown: boolean };

export type InformerHandler<T> = (event: InformerEvent<T>) => void;

/** A cache of a kind's objects that follows the cluster and tells of changes. */
export interface Informer<T extends KubernetesObject> extends ObjectReader<T> {
  /** The first list is in the cache and all handlers have been told of it. */
  readonly hasSynced: boolean;
  /** Tell the handler of all changes to come, and of the objects already there at once. The answer takes it away. */
  onEvent(handler: InformerHandler<T>): () => void;
  /** Index the objects for `byIndex`. Throws RangeError when the name stands for another function. */
  addIndex(name: string, valuesOf: IndexFunction<T>): void;
  /** Follow the cluster until the signal is aborted; never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export interface InformerParts<T extends KubernetesObject> {
  readonly source: ListWatch<T>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random?: () => number;
  /** Changes an object before it is cached, e.g. to leave out what nobody reads; takes off managedFields unless told. */
  readonly transform?: (object: T) => T;
  /** Show all objects to the handlers again every so often, ms; never unless told. */
  readonly resyncMs?: number;
}

/** Create an informer; it does nothing until it is run. */
export function createInformer<T extends KubernetesObject>(parts: InformerParts<T>): Informer<T> {
  return new CachingInformer(parts);
}

class CachingInformer<T extends KubernetesObject> implements Informer<T>, ReflectorTarget<T> {
  readonly #parts: InformerParts<T>;
  readonly #store = new ObjectStore<T>();
  readonly #handlers = new Set<InformerHandler<T>>();
  #synced = false;

  constructor(parts: InformerParts<T>) {
    this.#parts = parts;
  }

  get hasSynced(): boolean {
    return this.#synced;
  }

  get size(): number {
    return this.#store.size;
  }

  get(key: string): T | undefined {
    return this.#store.get(key);
  }

  list(namespace?: string): T[] {
    return this.#store.list(namespace);
  }

  byIndex(index: string, value: string): T[] {
    return this.#store.byIndex(index, value);
  }

  addIndex(name: string, valuesOf: IndexFunction<T>): void {
    this.#store.addIndex(name, valuesOf);
  }

  onEvent(handler: InformerHandler<T>): () => void {
    this.#handlers.add(handler);
    for (const object of this.#store.list()) this.#tellOne(handler, { type: 'added', object, initial: true });
    return () => void this.#handlers.delete(handler);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { source, clock, logger, random = Math.random } = this.#parts;
    const stopResync = this.#startResync();
    await new Reflector({ source, clock, logger, random, target: this }).run(signal);
    stopResync();
  }

  replace(objects: readonly T[]): void {
    const gone = new Set(this.#store.keys());
    for (const object of objects) {
      gone.delete(keyOf(object));
      this.#put(object);
    }
    for (const key of gone) this.#delete(key, true);
    this.#synced = true;
  }

  apply(event: ObjectEvent<T>): void {
    if (event.type === 'DELETED') this.#delete(keyOf(event.object), false, this.#prepare(event.object));
    else this.#put(event.object);
  }

  #put(received: T): void {
    const present = this.#store.get(keyOf(received))?.metadata;
    if (present && present.resourceVersion === received.metadata.resourceVersion) return;
    // The same name, another object: its deletion fell between two lists.
    if (present && present.uid !== received.metadata.uid) this.#delete(keyOf(received), true);
    const object = this.#prepare(received);
    const old = this.#store.put(object);
    this.#tell(
      old ? { type: 'updated', old, object, resync: false } : { type: 'added', object, initial: !this.#synced },
    );
  }

  #delete(key: string, finalStateUnknown: boolean, lastState?: T): void {
    const stored = this.#store.delete(key);
    if (stored) this.#tell({ type: 'deleted', object: lastState ?? stored, finalStateUnknown });
  }

  #prepare(object: T): T {
    return deepFreeze((this.#parts.transform ?? stripManagedFields)(object));
  }

  #tell(event: InformerEvent<T>): void {
    for (const handler of this.#handlers) this.#tellOne(handler, event);
  }

  #tellOne(handler: InformerHandler<T>, event: InformerEvent<T>): void {
    try {
      handler(event);
    } catch (error) {
      // One faulty handler must not keep the others, or the cache, from the event.
      this.#parts.logger.error({ err: error, key: keyOf(event.object) }, 'an event handler failed');
    }
  }

  #startResync(): () => void {
    const { clock, resyncMs } = this.#parts;
    if (resyncMs === undefined) return () => undefined;
    let cancel: () => void;
    const again = (): void => {
      for (const object of this.#store.list()) this.#tell({ type: 'updated', old: object, object, resync: true });
      cancel = clock.setTimer(resyncMs, again);
    };
    cancel = clock.setTimer(resyncMs, again);
    return () => cancel();
  }
}
