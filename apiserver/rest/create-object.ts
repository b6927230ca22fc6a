import { randomUUID } from 'node:crypto';
import { alreadyExists, invalidObject, StatusError } from '../errors/index.ts';
import { groupKindOf, groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { cloneJson, toTime } from '../object/kube-object.ts';
import { KeyExistsError } from '../storage/index.ts';
import { objectMetaErrors } from '../validation/object-meta.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import { admissionRequest, runAdmission, untilOver } from './admission.ts';
import { checkNamespace } from './check-place.ts';
import { generateName } from './generate-name.ts';
import { objectKey } from './object-key.ts';
import { decodeRecord } from './record-codec.ts';
import { storedText, throughStore } from './stored-form.ts';
import { trackFields } from './track-fields.ts';

const GENERATED_NAME_TRIES = 8;

/**
 * Creates an object from what a client sent, which is changed in place.
 * @throws StatusError
 */
export async function createObject(deps: RestDependencies, target: Target, object: KubeObject): Promise<KubeObject> {
  placeInNamespace(object, target);
  const complete = (changed: KubeObject): void => completeNew(deps, target, changed);
  acceptNew(object);
  complete(object);
  trackFields(deps, target, { object, old: undefined });
  const named = { ...target, name: object.metadata.name ?? '' };
  return untilOver(async (whenOver) => {
    await runAdmission(deps.admission, 'mutate', admissionRequest(named, 'CREATE', { object, complete, whenOver }));
    return object.metadata.name ? createNamed(deps, target, object) : createGenerated(deps, target, object);
  });
}

async function createGenerated(deps: RestDependencies, target: Target, object: KubeObject): Promise<KubeObject> {
  const base = object.metadata.generateName ?? '';
  const tries = base ? GENERATED_NAME_TRIES : 1;
  for (let attempt = 1; ; attempt++) {
    const named = cloneJson(object);
    if (base) named.metadata.name = generateName(base);
    try {
      return await createNamed(deps, target, named);
    } catch (error) {
      const isTaken = error instanceof StatusError && error.status.reason === 'AlreadyExists';
      if (!isTaken || attempt >= tries) throw error;
    }
  }
}

async function createNamed(deps: RestDependencies, target: Target, object: KubeObject): Promise<KubeObject> {
  const { resource } = target;
  const { name = '' } = object.metadata;
  prepareForCreate(deps, target, object);
  const { strategy, namespaced } = resource;
  const errors = [
    ...(strategy.errors?.(object) ?? []),
    ...objectMetaErrors(object.metadata, { ...strategy, namespaced }),
  ];
  if (errors.length > 0) throw invalidObject(groupKindOf(resource), name, errors);
  tellWarnings(target, object);
  await runAdmission(deps.admission, 'validate', admissionRequest({ ...target, name }, 'CREATE', { object }));
  if (object.metadata.resourceVersion) {
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  return storeNew(deps, target, object);
}

/** Adds what the kind has to say of an object to the Warning headers of the answer. */
export function tellWarnings({ resource, warn }: Target, object: KubeObject, old?: KubeObject): void {
  for (const warning of resource.strategy.warnings?.(object, old) ?? []) warn?.(warning);
}

/** @throws StatusError 409 if there is one */
async function storeNew(deps: RestDependencies, { resource, dryRun }: Target, object: KubeObject): Promise<KubeObject> {
  const { namespace = '', name = '' } = object.metadata;
  const key = objectKey(resource, namespace, name);
  const taken = (): StatusError => alreadyExists(groupResourceOf(resource), name);
  if (dryRun) {
    if (await deps.store.get(key)) throw taken();
    return throughStore(deps, object, resource);
  }
  const stored = await storedText(deps, object, resource);
  const record = await deps.store.create(key, stored).catch((error: unknown) => {
    throw error instanceof KeyExistsError ? taken() : error;
  });
  return deps.convert(decodeRecord(record), resource);
}

/** @throws StatusError if the object names another namespace than the path */
export function placeInNamespace(object: KubeObject, target: Target): void {
  const { resource, namespace } = target;
  if (!resource.namespaced) {
    if (!object.metadata.namespace) delete object.metadata.namespace;
    return;
  }
  object.metadata.namespace ||= namespace;
  checkNamespace(object, target);
}

/** Takes away what no client can say of a new object. */
function acceptNew({ metadata }: KubeObject): void {
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.creationTimestamp;
  delete metadata.generation;
  delete metadata.uid;
}

function completeNew(deps: RestDependencies, { resource }: Target, object: KubeObject): void {
  const { createsWithStatus, setDefaults } = resource.strategy;
  if (resource.hasStatus && !createsWithStatus && !deps.unrestrictedUpdate) delete object['status'];
  setDefaults?.(object);
}

/** Sets what the server alone decides. */
function prepareForCreate(deps: RestDependencies, { resource, user }: Target, object: KubeObject): void {
  const { metadata } = object;
  acceptNew(object);
  metadata.uid = randomUUID();
  metadata.creationTimestamp = toTime(deps.now());
  if (resource.strategy.countsGenerations) metadata.generation = 1;
  resource.strategy.prepareCreate?.(object, user);
}
