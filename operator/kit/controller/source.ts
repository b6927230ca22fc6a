import type { KubernetesObject, OwnerReference, ResourceRef } from '../../../resources/kind.ts';
import type { Informer, InformerEvent } from '../cache/informer.ts';
import { formatKey, keyOf } from '../object-key.ts';
import type { Priority } from '../queue/priority-lanes.ts';
import type { Predicate } from './predicates.ts';

/** Adds a key to a controller's queue. */
export type Enqueue = (key: string, priority: Priority) => void;

/** Something whose changes lead to reconciles. */
export interface Source {
  readonly hasSynced: () => boolean;
  /** Begin to enqueue; the answer ends it. */
  attach(enqueue: Enqueue): () => void;
}

/** Every change of an object reconciles the object itself. */
export function forObjects<T extends KubernetesObject>(informer: Informer<T>, ...predicates: Predicate<T>[]): Source {
  return mappedFrom(informer, (object) => [keyOf(object)], ...predicates);
}

/** Every change of an object reconciles its controller, if that is of the given kind. */
export function ownedBy<T extends KubernetesObject>(
  informer: Informer<T>,
  owner: ResourceRef,
  ...predicates: Predicate<T>[]
): Source {
  const keysOf = ({ metadata }: T): string[] => {
    const { namespace } = metadata;
    const owners = (metadata.ownerReferences ?? []).filter((reference) => isController(reference, owner));
    return owners.map(({ name }) => formatKey(owner.namespaced ? { namespace, name } : { name }));
  };
  return mappedFrom(informer, keysOf, ...predicates);
}

/**
 * Every change of an object reconciles the keys it maps to; of an update, those of both states, so that who loses an
 * object hears of it. All predicates must pass.
 */
export function mappedFrom<T extends KubernetesObject>(
  informer: Informer<T>,
  keysOf: (object: T) => readonly string[],
  ...predicates: Predicate<T>[]
): Source {
  return {
    hasSynced: () => informer.hasSynced,
    attach: (enqueue) =>
      informer.onEvent((event) => {
        if (!predicates.every((passes) => passes(event))) return;
        const old = event.type === 'updated' ? keysOf(event.old) : [];
        for (const key of new Set([...old, ...keysOf(event.object)])) enqueue(key, priorityOf(event));
      }),
  };
}

function priorityOf(event: InformerEvent<unknown>): Priority {
  const nothingHappened = (event.type === 'added' && event.initial) || (event.type === 'updated' && event.resync);
  return nothingHappened ? 'low' : 'normal';
}

function isController(reference: OwnerReference, owner: ResourceRef): boolean {
  // Only the group counts: an object keeps the version that its owner had when it was made.
  const group = reference.apiVersion.includes('/') ? reference.apiVersion.split('/')[0] : '';
  return reference.controller === true && reference.kind === owner.kind && group === owner.group;
}
