import type { Kinds } from '../kinds/kinds.ts';
import type { Resource } from '../kinds/resource.ts';
import type { OwnerReference } from '../object/kube-object.ts';
import { kindPrefix } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { StoreEvent } from '../storage/index.ts';

/** What the garbage collector remembers of an object. */
export type GraphNode = {
  readonly uid: string;
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
  readonly owners: readonly OwnerReference[];
  /** The finalizer by which it waits for the collector, if it is being deleted. */
  readonly waitsFor?: 'orphan' | 'foregroundDeletion';
  readonly isDeleting: boolean;
};

/** Who owns whom, by uid. */
export class OwnerGraph {
  readonly #byUid = new Map<string, GraphNode>();
  readonly #byKey = new Map<string, GraphNode>();
  readonly #dependents = new Map<string, Set<string>>();

  clear(): void {
    this.#byUid.clear();
    this.#byKey.clear();
    this.#dependents.clear();
  }

  /** @returns uids of objects that may have something to do because of the event */
  observe({ key, record }: StoreEvent): string[] {
    const before = this.#byKey.get(key);
    if (before) this.#remove(before);
    const now = record && toNode(key, decodeRecord(record).metadata);
    if (now) this.#add(now);
    const owners = [...(before?.owners ?? []), ...(now?.owners ?? [])].map(({ uid }) => uid);
    const orphaned = before && before.uid !== now?.uid ? this.dependentsOf(before.uid).map(({ uid }) => uid) : [];
    return [...(now ? [now.uid] : []), ...owners, ...orphaned];
  }

  find(uid: string): GraphNode | undefined {
    return this.#byUid.get(uid);
  }

  dependentsOf(uid: string): GraphNode[] {
    const uids = [...(this.#dependents.get(uid) ?? [])];
    return uids.map((dependent) => this.#byUid.get(dependent)).filter((node) => node !== undefined);
  }

  #add(node: GraphNode): void {
    this.#byUid.set(node.uid, node);
    this.#byKey.set(node.key, node);
    for (const { uid } of node.owners)
      this.#dependents.set(uid, (this.#dependents.get(uid) ?? new Set()).add(node.uid));
  }

  #remove(node: GraphNode): void {
    this.#byUid.delete(node.uid);
    this.#byKey.delete(node.key);
    for (const { uid } of node.owners) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(node.uid);
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
  }
}

function toNode(key: string, metadata: ReturnType<typeof decodeRecord>['metadata']): GraphNode | undefined {
  const { uid, name, namespace = '', resourceVersion } = metadata;
  const { ownerReferences = [], finalizers = [], deletionTimestamp } = metadata;
  if (!uid || !name || !resourceVersion) return undefined;
  const waitsFor = (['orphan', 'foregroundDeletion'] as const).find((finalizer) => finalizers.includes(finalizer));
  const isDeleting = deletionTimestamp !== undefined;
  return {
    uid,
    key,
    namespace,
    name,
    resourceVersion,
    owners: ownerReferences,
    isDeleting,
    ...(isDeleting && waitsFor && { waitsFor }),
  };
}

/** The kind an object is of, by where it is stored. */
export function resourceOfKey(kinds: Kinds, key: string): Resource | undefined {
  return kinds.stored().find((resource) => key.startsWith(kindPrefix(resource)));
}
