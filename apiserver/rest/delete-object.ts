import { conflict, notFound } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { cloneJson, equalJson, toTime } from '../object/kube-object.ts';
import type { StoredRecord } from '../storage/index.ts';
import { RevisionMismatchError } from '../storage/index.ts';
import type { DeleteOptions } from './delete-options.ts';
import { deletionFinalizers } from './delete-options.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import { admissionRequest, admit } from './admission.ts';
import { MODIFIED } from './update-object.ts';
import { objectKey } from './object-key.ts';
import { decodeRecord } from './record-codec.ts';
import { storedText } from './stored-form.ts';

/** Another writer's luck must not last: so often a deletion is tried again. */
const TRIES = 50;
const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_MS = 1_000_000n;

export type Deleted = {
  /** As it was last, or as it is now if something still holds it. */
  readonly object: KubeObject;
  /** Whether it is gone. */
  readonly gone: boolean;
};

/**
 * Deletes an object, or marks it as being deleted while it has finalizers.
 * @throws StatusError
 */
export async function deleteObject(deps: RestDependencies, target: Target, options: DeleteOptions): Promise<Deleted> {
  const key = objectKey(target.resource, target.namespace, target.name);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const record = await deps.store.get(key);
    if (!record) throw notFound(groupResourceOf(target.resource), target.name);
    try {
      return await deleteOnce(deps, target, { options, record });
    } catch (error) {
      if (!(error instanceof RevisionMismatchError)) throw error;
    }
  }
  throw conflict(groupResourceOf(target.resource), target.name, MODIFIED);
}

type Attempt = { readonly options: DeleteOptions; readonly record: StoredRecord };

async function deleteOnce(deps: RestDependencies, target: Target, { options, record }: Attempt): Promise<Deleted> {
  const { resource } = target;
  const dryRun = target.dryRun || (options.dryRun ?? []).length > 0;
  const old = await deps.convert(decodeRecord(record), resource);
  checkPreconditions(resource, old, options);
  await admit(deps.admission, admissionRequest({ ...target, dryRun, options }, 'DELETE', { old }));
  const marked = markDeleted(deps, resource, { old, options });
  const isHeld = holds(resource, marked);
  if (!isHeld) {
    // A kind that knows no grace period shows its object as it was.
    const last = resource.strategy.gracePeriodSeconds ? marked : old;
    if (dryRun) return { object: last, gone: true };
    const revision = await deps.store.delete(record.key, record.revision);
    return { object: { ...last, metadata: { ...last.metadata, resourceVersion: String(revision) } }, gone: true };
  }
  if (dryRun || equalJson(marked, old)) return { object: marked, gone: false };
  const stored = await storedText(deps, marked, resource);
  const updated = await deps.store.update(record.key, stored, record.revision);
  return { object: await deps.convert(decodeRecord(updated), resource), gone: false };
}

function holds({ strategy }: Resource, object: KubeObject): boolean {
  const { finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata;
  return finalizers.length > 0 || deletionGracePeriodSeconds > 0 || strategy.holdsDeletion?.(object) === true;
}

function markDeleted(
  deps: RestDependencies,
  resource: Resource,
  { old, options }: { old: KubeObject; options: DeleteOptions },
): KubeObject {
  const object = cloneJson(old);
  const { metadata } = object;
  const { orphansDependents = false } = resource.strategy;
  const finalizers = deletionFinalizers(metadata.finalizers ?? [], options, orphansDependents);
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;
  const period = resource.strategy.gracePeriodSeconds?.(old, options.gracePeriodSeconds) ?? 0;
  if (metadata.deletionTimestamp) {
    if (resource.strategy.gracePeriodSeconds) shortenGrace(object, options.gracePeriodSeconds === undefined, period);
    return object;
  }
  metadata.deletionTimestamp = toTime(later(deps.now(), period));
  // A namespace goes by its own life cycle, which knows no grace period.
  if (!resource.strategy.holdsDeletion) metadata.deletionGracePeriodSeconds = period;
  if (metadata.generation) metadata.generation += 1;
  resource.strategy.prepareDelete?.(object);
  return object;
}

/** As Go has it: a time of 64 bits of nanoseconds, which overflows after 292 years. */
function later(date: Date, seconds: number): Date {
  return new Date(date.getTime() + Number(BigInt.asIntN(64, BigInt(seconds) * NS_PER_SECOND) / NS_PER_MS));
}

/** A grace period that runs only becomes shorter. */
function shortenGrace({ metadata }: KubeObject, isUnasked: boolean, period: number): void {
  const running = metadata.deletionGracePeriodSeconds ?? 0;
  if (isUnasked || period >= running || !metadata.deletionTimestamp) return;
  const begun = later(new Date(metadata.deletionTimestamp), -running);
  metadata.deletionTimestamp = toTime(later(begun, period));
  metadata.deletionGracePeriodSeconds = period;
}

function checkPreconditions(resource: Resource, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const of = { group: resource.group, resource: resource.kind };
  const name = metadata.name ?? '';
  if (preconditions?.uid && preconditions.uid !== metadata.uid) {
    const texts = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid})`;
    throw conflict(of, name, `${texts}. The object might have been deleted and then recreated`);
  }
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== metadata.resourceVersion) {
    const versions = [preconditions.resourceVersion, metadata.resourceVersion];
    const texts = `the ResourceVersion in the precondition (${versions[0]}) does not match the ResourceVersion in record (${versions[1]})`;
    throw conflict(of, name, `${texts}. The object might have been modified`);
  }
}
