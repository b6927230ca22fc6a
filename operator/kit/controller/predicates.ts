import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../../resources/kind.ts';
import type { InformerEvent } from '../cache/informer.ts';

/** Whether an event is worth a reconcile. */
export type Predicate<T> = (event: InformerEvent<T>) => boolean;

/** Lets additions, deletions and resyncs pass, and those updates for which the test holds. */
export function updatesWhere<T>(changed: (old: T, object: T) => boolean): Predicate<T> {
  return (event) => event.type !== 'updated' || event.resync || changed(event.old, event.object);
}

/** Updates of the spec; those of the status alone do not pass. A deletion request counts, as it moves the generation. */
export const generationChanged: Predicate<KubernetesObject> = updatesWhere(
  (old, object) => old.metadata.generation !== object.metadata.generation,
);

/** Updates of the labels. */
export const labelsChanged: Predicate<KubernetesObject> = updatesWhere(
  (old, object) => !isDeepStrictEqual(old.metadata.labels ?? {}, object.metadata.labels ?? {}),
);

/** Updates of the annotations. */
export const annotationsChanged: Predicate<KubernetesObject> = updatesWhere(
  (old, object) => !isDeepStrictEqual(old.metadata.annotations ?? {}, object.metadata.annotations ?? {}),
);

/** Passes what any of the predicates lets pass. */
export function anyOf<T>(...predicates: readonly Predicate<T>[]): Predicate<T> {
  return (event) => predicates.some((passes) => passes(event));
}
