import type { KubeObject, OwnerReference } from '../object/kube-object.ts';
import { deleteObject } from '../rest/delete-object.ts';
import type { PropagationPolicy } from '../rest/delete-options.ts';
import { updateObject } from '../rest/update-object.ts';
import type { Controller, ControllerContext } from './controller-context.ts';
import { controllerUser, targetOf, unlessOvertaken } from './controller-context.ts';
import { follow } from './event-loop.ts';
import type { GraphNode } from './owner-graph.ts';
import { OwnerGraph, resourceOfKey } from './owner-graph.ts';
import { RetryQueue } from './retry-queue.ts';

const USER = controllerUser('generic-garbage-collector');

type Parts = { readonly rest: ControllerContext['rest']; readonly graph: OwnerGraph };

/** Deletes what has no owner any more, and finishes deletions that wait for their dependents or orphan them. */
export async function startGarbageCollector({ rest, logger }: ControllerContext): Promise<Controller> {
  const graph = new OwnerGraph();
  const queue = new RetryQueue(
    (uid) => collect({ rest, graph }, uid),
    (err, uid) => logger.error({ err, uid }, 'collecting an object failed'),
  );
  const stopFollowing = await follow(
    rest.store,
    {
      prefix: '/',
      reset: () => graph.clear(),
      observe: (event) => graph.observe(event).forEach((uid) => queue.add(uid)),
    },
    logger,
  );
  return {
    stop: () => {
      stopFollowing();
      queue.stop();
    },
  };
}

async function collect(parts: Parts, uid: string): Promise<boolean> {
  const node = parts.graph.find(uid);
  if (!node) return true;
  if (node.waitsFor === 'orphan') return orphanDependents(parts, node);
  if (node.waitsFor === 'foregroundDeletion') return deleteDependents(parts, node);
  if (node.owners.length === 0 || node.isDeleting) return true;
  return judgeOwners(parts, node);
}

/** Absent owners' references go while others stay; without any owner left the object goes. */
async function judgeOwners(parts: Parts, node: GraphNode): Promise<boolean> {
  const owners = node.owners.map((reference) => ({ reference, state: ownerState(parts, node, reference) }));
  if (owners.some(({ state }) => state === 'unknown')) return true;
  const present = owners.filter(({ state }) => state === 'present' || state === 'deleting');
  const solid = owners.filter(({ state }) => state === 'present');
  if (solid.length > 0) {
    if (solid.length === owners.length) return true;
    await dropOwners(parts, node, (uid) => !solid.some(({ reference }) => reference.uid === uid));
    return true;
  }
  // An owner that waits for this one needs it to be deleted with all of its own dependents.
  await remove(parts, node, present.length > 0 ? 'Foreground' : 'Background');
  return true;
}

type OwnerState = 'present' | 'deleting' | 'absent' | 'unknown';

function ownerState({ rest, graph }: Parts, node: GraphNode, reference: OwnerReference): OwnerState {
  const resource = rest.kinds.findKind(reference.apiVersion, reference.kind);
  if (!resource) return 'unknown';
  // A reference that cannot be: without a namespace nobody knows in which the owner would be.
  if (resource.namespaced && node.namespace === '') return 'unknown';
  const owner = graph.find(reference.uid);
  if (!owner || !isInReach(owner, node)) return 'absent';
  return owner.waitsFor === 'foregroundDeletion' ? 'deleting' : 'present';
}

const isInReach = (owner: GraphNode, dependent: GraphNode): boolean =>
  owner.namespace === '' || owner.namespace === dependent.namespace;

async function orphanDependents(parts: Parts, node: GraphNode): Promise<boolean> {
  for (const dependent of parts.graph.dependentsOf(node.uid)) {
    await dropOwners(parts, dependent, (uid) => uid === node.uid);
  }
  await removeFinalizer(parts, node, 'orphan');
  return true;
}

async function deleteDependents(parts: Parts, node: GraphNode): Promise<boolean> {
  const dependents = parts.graph.dependentsOf(node.uid);
  for (const dependent of dependents) if (!dependent.isDeleting) await judgeOwners(parts, dependent);
  const left = parts.graph.dependentsOf(node.uid).filter((dependent) => isInReach(node, dependent));
  const blocking = left.some(({ owners }) => blocks(owners, node.uid));
  if (blocking) return false;
  await removeFinalizer(parts, node, 'foregroundDeletion');
  return true;
}

const blocks = (owners: readonly OwnerReference[], uid: string): boolean =>
  owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true);

async function remove({ rest }: Parts, node: GraphNode, propagationPolicy: PropagationPolicy): Promise<void> {
  const resource = resourceOfKey(rest.kinds, node.key);
  if (!resource) return;
  // As it was judged: one that found an owner meanwhile is judged anew.
  const { uid, resourceVersion } = node;
  const options = { propagationPolicy, preconditions: { uid, resourceVersion } };
  await unlessOvertaken(() => deleteObject(rest, targetOf(resource, node, USER), options));
}

async function dropOwners(parts: Parts, node: GraphNode, drops: (uid: string) => boolean): Promise<void> {
  await change(parts, node, ({ metadata }) => {
    const kept = (metadata.ownerReferences ?? []).filter(({ uid }) => !drops(uid));
    if (kept.length > 0) metadata.ownerReferences = kept;
    else delete metadata.ownerReferences;
  });
}

async function removeFinalizer(parts: Parts, node: GraphNode, finalizer: string): Promise<void> {
  await change(parts, node, ({ metadata }) => {
    const kept = (metadata.finalizers ?? []).filter((name) => name !== finalizer);
    if (kept.length > 0) metadata.finalizers = kept;
    else delete metadata.finalizers;
  });
}

async function change({ rest }: Parts, node: GraphNode, edit: (object: KubeObject) => void): Promise<void> {
  const resource = resourceOfKey(rest.kinds, node.key);
  if (!resource) return;
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const object = existing as KubeObject;
    edit(object);
    return object;
  };
  await unlessOvertaken(() =>
    updateObject(rest, targetOf(resource, node, USER), { apply, uid: node.uid, mayCreate: false }),
  );
}
