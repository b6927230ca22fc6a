import { differsBeyondTimes } from '../apply/field-manager.ts';
import { conflict, invalid, invalidObject, notFound, StatusError } from '../errors/index.ts';
import { groupKindOf, groupResourceOf } from '../kinds/resource.ts';
import type { Strategy } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { cloneJson } from '../object/kube-object.ts';
import type { StoredRecord } from '../storage/index.ts';
import { RevisionMismatchError } from '../storage/index.ts';
import { objectMetaErrors, objectMetaUpdateErrors } from '../validation/object-meta.ts';
import { createObject, placeInNamespace, tellWarnings } from './create-object.ts';
import type { AdmissionRequest, Operation, RestDependencies, Target } from './dependencies.ts';
import type { Shown } from './admission.ts';
import { admissionRequest, runAdmission, untilOver } from './admission.ts';
import { objectKey } from './object-key.ts';
import { BINDING, completeUpdate, prepareForUpdate, trackUpdateFields } from './prepare-update.ts';
import { decodeRecord } from './record-codec.ts';
import { isStoredAs, storedText, throughStore } from './stored-form.ts';

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

/** How often a change is computed again because another write came first; one of the writers gets on each time. */
const TRIES = 50;

export type Change = {
  /** The object as it shall be; its resourceVersion, where there is one, must be the current one. Given a copy. */
  readonly apply: (existing: KubeObject | undefined) => KubeObject | Promise<KubeObject>;
  /** The object's uid must be this one. */
  readonly uid?: string;
  /** Whether a missing object is created although its kind is not created by updates. */
  readonly mayCreate?: boolean;
  /** What validating admission is shown instead of the object; `apply` has shown it to mutating admission. */
  readonly review?: (states: { readonly object: KubeObject; readonly old: KubeObject }) => Review;
};

export type Review = Shown & { readonly operation: Operation };

export type Updated = { readonly object: KubeObject; readonly created: boolean };

/**
 * Replaces an object by what `change` makes of it.
 * @throws StatusError
 */
export async function updateObject(deps: RestDependencies, target: Target, change: Change): Promise<Updated> {
  const key = objectKey(target.resource, target.namespace, target.name);
  const of = groupResourceOf(target.resource);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const record = await deps.store.get(key);
    if (!record) return createByUpdate(deps, target, change);
    try {
      const object = await untilOver((whenOver) => updateOnce(deps, target, { change, record, whenOver }));
      return { object, created: false };
    } catch (error) {
      if (!(error instanceof RevisionMismatchError)) throw error;
    }
  }
  throw conflict(of, target.name, MODIFIED);
}

async function createByUpdate(deps: RestDependencies, target: Target, change: Change): Promise<Updated> {
  const { resource, name } = target;
  const mayCreate = change.mayCreate ?? resource.strategy.createsOnUpdate;
  if (!mayCreate || target.subresource) throw notFound(groupResourceOf(resource), name);
  await target.authorizeCreation?.();
  const object = await change.apply(undefined);
  if (change.uid) throw uidConflict(target, change.uid, '');
  return { object: await createObject(deps, { ...target, name: '' }, object), created: true };
}

type Attempt = { readonly change: Change; readonly record: StoredRecord } & Pick<AdmissionRequest, 'whenOver'>;

async function updateOnce(deps: RestDependencies, target: Target, attempt: Attempt): Promise<KubeObject> {
  const { change, record, whenOver } = attempt;
  const { resource } = target;
  const old = await deps.convert(decodeRecord(record), resource);
  if (change.uid && change.uid !== old.metadata.uid) throw uidConflict(target, change.uid, old.metadata.uid ?? '');
  const object = await change.apply(cloneJson(old));
  checkResourceVersion(target, object, old);
  placeInNamespace(object, target);
  const complete = (changed: KubeObject): void => completeUpdate(deps, target, { object: changed, old });
  complete(object);
  trackUpdateFields(deps, target, { object, old });
  const shown = { object, old, complete, whenOver };
  if (!change.review) await runAdmission(deps.admission, 'mutate', admissionRequest(target, 'UPDATE', shown));
  prepareForUpdate(deps, target, { object, old });
  validate(target, object, old);
  if (target.subresource === '') tellWarnings(target, object, old);
  const { operation, ...review } = change.review?.({ object, old }) ?? { operation: 'UPDATE', object, old };
  await runAdmission(deps.admission, 'validate', admissionRequest(target, operation, review));
  return storeChanged(deps, target, { object, old, record });
}

type Changed = { readonly object: KubeObject; readonly old: KubeObject; readonly record: StoredRecord };

async function storeChanged(
  deps: RestDependencies,
  target: Target,
  { object, old, record }: Changed,
): Promise<KubeObject> {
  const { resource, dryRun } = target;
  if (isReleased(target, object)) {
    if (!dryRun) await deps.store.delete(record.key, record.revision);
    return object;
  }
  const isChanged = differsBeyondTimes(object, old);
  if (!isChanged && (await isStoredAs(deps, old, { stored: decodeRecord(record), resource }))) return old;
  // What an update leaves as it was may be stored otherwise all the same.
  const wanted = isChanged ? object : old;
  if (dryRun) return throughStore(deps, wanted, resource);
  const stored = await storedText(deps, wanted, resource);
  return deps.convert(decodeRecord(await deps.store.update(record.key, stored, record.revision)), resource);
}

/** Whether nothing holds an object any more that is to be deleted. */
function isReleased({ resource }: Target, { metadata, ...rest }: KubeObject): boolean {
  if (!metadata.deletionTimestamp || (metadata.finalizers ?? []).length > 0) return false;
  if ((metadata.deletionGracePeriodSeconds ?? 0) > 0) return false;
  return !resource.strategy.holdsDeletion?.({ ...rest, metadata });
}

function checkResourceVersion({ resource, name }: Target, object: KubeObject, old: KubeObject): void {
  const current = old.metadata.resourceVersion ?? '';
  const given = object.metadata.resourceVersion;
  if (given && !/^\d+$/.test(given)) {
    throw new StatusError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(given)}: invalid syntax`);
  }
  if (given && given !== '0') {
    if (given !== current) throw conflict(groupResourceOf(resource), name, MODIFIED);
    return;
  }
  if (!resource.strategy.updatesUnconditionally) {
    const { group, plural } = resource;
    const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
    throw invalidObject({ group, kind: plural }, name, [error]);
  }
  object.metadata.resourceVersion = current;
}

function validate({ resource, name, subresource }: Target, object: KubeObject, old: KubeObject): void {
  const { strategy, namespaced } = resource;
  const errors = [
    ...objectMetaErrors(object.metadata, { ...strategy, namespaced, nameErrors: () => [] }),
    ...objectMetaUpdateErrors(object.metadata, old.metadata),
    ...(ownErrorsOf(strategy, subresource)?.(object, old) ?? []),
  ];
  const unique = new Map(errors.toReversed().map((error) => [JSON.stringify([error.field, error.body]), error]));
  if (unique.size > 0) throw invalidObject(groupKindOf(resource), name, [...unique.values()].reverse());
}

/** What a kind says of an update through a subresource. */
function ownErrorsOf(strategy: Strategy, subresource: string): Strategy['updateErrors'] {
  if (subresource === BINDING) return undefined;
  return strategy.updates?.[subresource]?.errors ?? strategy.updateErrors ?? strategy.errors;
}

function uidConflict({ resource, name }: Target, wanted: string, found: string): StatusError {
  const cause = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${found}`;
  return conflict(groupResourceOf(resource), name, cause);
}
