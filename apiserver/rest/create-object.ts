import { randomUUID } from 'node:crypto';
import { alreadyExists, badRequest, invalidObject, StatusError } from '../errors/index.ts';
import { groupKindOf, groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { toTime } from '../object/kube-object.ts';
import { KeyExistsError } from '../storage/index.ts';
import { objectMetaErrors } from '../validation/object-meta.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import { runAdmission } from './dependencies.ts';
import { generateName } from './generate-name.ts';
import { objectKey } from './object-key.ts';
import { decodeRecord, encodeObject } from './record-codec.ts';
import { trackFields } from './track-fields.ts';

const GENERATED_NAME_TRIES = 8;

/**
 * Creates an object from what a client sent, which is changed in place.
 * @throws StatusError
 */
export async function createObject(deps: RestDependencies, target: Target, object: KubeObject): Promise<KubeObject> {
  const isGenerated = !object.metadata.name && Boolean(object.metadata.generateName);
  const base = object.metadata.generateName ?? '';
  for (let attempt = 1; ; attempt++) {
    if (isGenerated) object.metadata.name = generateName(base);
    try {
      return await createOnce(deps, target, object);
    } catch (error) {
      if (!(error instanceof KeyExistsError)) throw error;
      if (isGenerated && attempt < GENERATED_NAME_TRIES) continue;
      throw alreadyExists(groupResourceOf(target.resource), object.metadata.name ?? '');
    }
  }
}

async function createOnce(deps: RestDependencies, target: Target, object: KubeObject): Promise<KubeObject> {
  const { resource, user, dryRun, subresource } = target;
  placeInNamespace(object, target);
  const name = object.metadata.name ?? '';
  const request = {
    operation: 'CREATE',
    resource,
    subresource,
    namespace: target.namespace,
    name,
    user,
    dryRun,
    object,
  } as const;
  await runAdmission(deps.admission, 'mutate', request);
  prepareForCreate(deps, target, object);
  const rules = { namespaced: resource.namespaced, nameErrors: resource.strategy.nameErrors };
  const errors = [...(resource.strategy.errors?.(object) ?? []), ...objectMetaErrors(object.metadata, rules)];
  if (errors.length > 0) throw invalidObject(groupKindOf(resource), name, errors);
  await runAdmission(deps.admission, 'validate', request);
  if (object.metadata.resourceVersion) {
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  return storeNew(deps, target, object);
}

/** @throws KeyExistsError */
async function storeNew(deps: RestDependencies, { resource, dryRun }: Target, object: KubeObject): Promise<KubeObject> {
  const key = objectKey(resource, object.metadata.namespace ?? '', object.metadata.name ?? '');
  if (!dryRun)
    return deps.convert(decodeRecord(await deps.store.create(key, encodeObject(object, resource))), resource);
  if (await deps.store.get(key)) throw new KeyExistsError(key);
  return object;
}

/** @throws StatusError if the object names another namespace than the path */
export function placeInNamespace(object: KubeObject, { resource, namespace }: Target): void {
  if (!resource.namespaced) {
    if (!object.metadata.namespace) delete object.metadata.namespace;
    return;
  }
  object.metadata.namespace ||= namespace;
  if (object.metadata.namespace === namespace) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** Sets what the server alone decides. */
export function prepareForCreate(deps: RestDependencies, target: Target, object: KubeObject): void {
  const { resource } = target;
  const { metadata } = object;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.generation;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = toTime(deps.now());
  if (resource.strategy.countsGenerations) metadata.generation = 1;
  if (resource.hasStatus && !deps.unrestrictedUpdate) delete object['status'];
  resource.strategy.setDefaults?.(object);
  trackFields(deps, target, { object, old: undefined });
  resource.strategy.prepareCreate?.(object);
}
