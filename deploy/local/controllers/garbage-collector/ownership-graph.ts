import type { OwnerReference, ResourceRef } from '../../../../resources/kind.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** What the collector keeps of an object. */
export interface OwnedObject {
  readonly ref: ResourceRef;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
  readonly deleting: boolean;
  readonly finalizers: readonly string[];
  readonly owners: readonly OwnerReference[];
}

/** One write of the collector. */
export type CollectorStep =
  /** Delete, unless the API server still knows one of the `absent` owners. */
  | {
      readonly do: 'delete';
      readonly object: OwnedObject;
      readonly propagation: 'Foreground' | 'Background' | 'Orphan';
      readonly absent: readonly OwnerReference[];
    }
  /** Take these owners off the object. */
  | {
      readonly do: 'disown';
      readonly object: OwnedObject;
      readonly uids: readonly string[];
      readonly absent: readonly OwnerReference[];
    }
  /** Let a deleted object go. */
  | { readonly do: 'release'; readonly object: OwnedObject; readonly finalizer: typeof FOREGROUND | typeof ORPHAN };

const isForeground = (object: OwnedObject): boolean => object.deleting && object.finalizers.includes(FOREGROUND);
const isOrphaning = (object: OwnedObject): boolean => object.deleting && object.finalizers.includes(ORPHAN);

/** Objects by uid and by owner: the answer to "who depends on this". */
export class OwnershipGraph {
  readonly #objects = new Map<string, OwnedObject>();
  readonly #dependents = new Map<string, Set<string>>();

  get(uid: string): OwnedObject | undefined {
    return this.#objects.get(uid);
  }

  /** Dependents of an owner, present or not. */
  dependents(uid: string): OwnedObject[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((key) => this.#objects.get(key) ?? []);
  }

  /** Takes an object's newest state. @returns uids whose fate may have changed */
  put(object: OwnedObject): string[] {
    const before = this.#unlink(object.uid);
    this.#objects.set(object.uid, object);
    for (const owner of object.owners) {
      const set = this.#dependents.get(owner.uid) ?? new Set<string>();
      this.#dependents.set(owner.uid, set.add(object.uid));
    }
    const own = object.owners.length > 0 || object.deleting ? [object.uid] : [];
    const below = object.deleting ? this.dependents(object.uid).map(({ uid }) => uid) : [];
    return [...new Set([...own, ...below, ...before, ...object.owners.map(({ uid }) => uid)])];
  }

  /** Forgets an object that is gone. @returns uids whose fate may have changed */
  remove(uid: string): string[] {
    const owners = this.#unlink(uid);
    this.#objects.delete(uid);
    return [...new Set([...owners, ...this.dependents(uid).map((dependent) => dependent.uid)])];
  }

  #unlink(uid: string): string[] {
    const owners = this.#objects.get(uid)?.owners.map((owner) => owner.uid) ?? [];
    for (const owner of owners) {
      const set = this.#dependents.get(owner);
      set?.delete(uid);
      if (set?.size === 0) this.#dependents.delete(owner);
    }
    return owners;
  }
}

/**
 * What an object's ownership calls for, by the rules of Kubernetes' garbage collector:
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/.
 */
export function collect(object: OwnedObject, graph: OwnershipGraph): CollectorStep[] {
  if (isOrphaning(object)) return orphan(object, graph);
  if (isForeground(object)) return waitForDependents(object, graph);
  return object.deleting || object.owners.length === 0 ? [] : judgeOwners(object, graph);
}

function orphan(object: OwnedObject, graph: OwnershipGraph): CollectorStep[] {
  const steps = graph
    .dependents(object.uid)
    .map((dependent): CollectorStep => ({ do: 'disown', object: dependent, uids: [object.uid], absent: [] }));
  return steps.length > 0 ? steps : [{ do: 'release', object, finalizer: ORPHAN }];
}

/** Foreground deletion: the owner goes once no dependent blocks it any more. */
function waitForDependents(object: OwnedObject, graph: OwnershipGraph): CollectorStep[] {
  const blocks = (dependent: OwnedObject): boolean =>
    dependent.owners.some((owner) => owner.uid === object.uid && owner.blockOwnerDeletion === true);
  const dependents = graph.dependents(object.uid);
  return dependents.some(blocks) ? [] : [{ do: 'release', object, finalizer: FOREGROUND }];
}

function judgeOwners(object: OwnedObject, graph: OwnershipGraph): CollectorStep[] {
  const found = (owner: OwnerReference): OwnedObject | undefined => graph.get(owner.uid);
  const absent = object.owners.filter((owner) => !found(owner));
  const waiting = object.owners.filter((owner) => {
    const node = found(owner);
    return node !== undefined && isForeground(node);
  });
  const gone = [...absent, ...waiting];
  if (gone.length === 0) return [];
  const keeps = object.owners.some((owner) => !gone.includes(owner));
  if (keeps) return [{ do: 'disown', object, uids: gone.map(({ uid }) => uid), absent }];
  const nested = waiting.length > 0 && graph.dependents(object.uid).length > 0;
  return [{ do: 'delete', object, propagation: nested ? 'Foreground' : ownWish(object), absent }];
}

/** The finalizers an object already has say how its own dependents are to be treated. */
function ownWish(object: OwnedObject): 'Foreground' | 'Background' | 'Orphan' {
  if (object.finalizers.includes(ORPHAN)) return 'Orphan';
  return object.finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}
