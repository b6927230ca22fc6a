import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import type { KubernetesObject, OwnerReference, ResourceRef } from '../../../../resources/kind.ts';
import { sameJson } from '../objects/canonical-json.ts';
import type { CollectorStep, OwnedObject } from './ownership-graph.ts';

/** Finds where a kind's objects are; undefined for a kind that the API server does not have. */
export type KindLookup = (apiVersion: string, kind: string) => ResourceRef | undefined;

/** Does one step, against the object as it is now: what has changed since the step was planned comes as an event of its own. */
export async function writeStep(client: KubernetesClient, step: CollectorStep, kinds: KindLookup): Promise<void> {
  const { object } = step;
  const live = await read(client, object.ref, object);
  if (!live || live.metadata.uid !== object.uid) return;
  if (step.do === 'release') return patchFinalizers(client, object, live, step.finalizer);
  for (const owner of step.absent) {
    if (!(await isGone(client, owner, object, kinds))) return;
  }
  if (step.do === 'disown') return disown(client, object, live, step.uids);
  if (!sameJson(live.metadata.ownerReferences ?? [], object.owners)) return;
  const { uid, resourceVersion = '' } = live.metadata;
  await client
    .delete(object.ref, object, { propagation: step.propagation, uid, resourceVersion })
    .catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
}

async function read(
  client: KubernetesClient,
  ref: ResourceRef,
  { namespace, name }: { namespace?: string | undefined; name: string },
): Promise<KubernetesObject | undefined> {
  return client.get(ref, { namespace, name }).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}

/** An owner counts as gone only when the API server says so; one of an unknown kind never does. */
async function isGone(
  client: KubernetesClient,
  owner: OwnerReference,
  object: OwnedObject,
  kinds: KindLookup,
): Promise<boolean> {
  const ref = kinds(owner.apiVersion, owner.kind);
  if (!ref) return false;
  const found = await read(client, ref, { name: owner.name, namespace: ref.namespaced ? object.namespace : undefined });
  return found?.metadata.uid !== owner.uid;
}

async function disown(
  client: KubernetesClient,
  object: OwnedObject,
  live: KubernetesObject,
  uids: readonly string[],
): Promise<void> {
  const ownerReferences = (live.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid));
  await patchMetadata(client, object, live, { ownerReferences });
}

async function patchFinalizers(
  client: KubernetesClient,
  object: OwnedObject,
  live: KubernetesObject,
  finalizer: string,
): Promise<void> {
  const finalizers = (live.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  await patchMetadata(client, object, live, { finalizers });
}

async function patchMetadata(
  client: KubernetesClient,
  object: OwnedObject,
  live: KubernetesObject,
  change: object,
): Promise<void> {
  const body = { metadata: { resourceVersion: live.metadata.resourceVersion, ...change } };
  const { namespace, name } = object;
  await client.patch(object.ref, { namespace, name }, { type: 'merge', body }).catch((error: unknown) => {
    if (!isNotFound(error) && !isConflict(error)) throw error;
    // On a conflict the newer state arrives as an event.
  });
}
