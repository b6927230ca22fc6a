import { SYSTEM_ADMIN } from '../access/system-admin.ts';
import { badRequest, methodNotAllowed, notFound, StatusError } from '../errors/index.ts';
import {
  coversPod,
  isFreeToEvict,
  isOver,
  needsNoBudget,
  takeDisruption,
  unseenBudget,
} from '../eviction/disruption-budget.ts';
import { builtinSchema } from '../kinds/builtin/builtin-schema.ts';
import { podDisruptionBudget } from '../kinds/builtin/pod-disruption-budget.ts';
import type { Resource } from '../kinds/resource.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { equalJson } from '../object/kube-object.ts';
import { admissionRequest, runAdmission } from '../rest/admission.ts';
import { placeInNamespace } from '../rest/create-object.ts';
import { deleteObject } from '../rest/delete-object.ts';
import type { DeleteOptions } from '../rest/delete-options.ts';
import type { RestDependencies, Target } from '../rest/dependencies.ts';
import { listPrefix, objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiResponse } from './api-request.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import type { ObjectRequest } from './object-handler.ts';
import { readObject } from './object-handler.ts';

/** So often a pod that changes meanwhile is looked at again. */
const TRIES = 20;
const MANY_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

/** POST pods/eviction: deletes a pod if the disruption budget it is in allows it. @throws StatusError */
export async function handleEviction(
  deps: HandlerDependencies,
  { request, target, verb }: ObjectRequest,
): Promise<ApiResponse> {
  if (verb !== 'create') throw methodNotAllowed();
  const { rest } = deps;
  const objectKind = evictionOf(target.resource);
  const eviction = await readObject(deps, request, objectKind);
  placeInNamespace(eviction, target);
  const shown = admissionRequest(target, 'CREATE', { object: eviction, objectKind });
  await runAdmission(rest.admission, 'mutate', shown);
  if (eviction.metadata.name !== target.name) throw badRequest('name in URL does not match name in Eviction object');
  const options = deleteOptionsOf(eviction, target);
  await runAdmission(rest.admission, 'validate', shown);
  await evict(rest, target, options);
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** An Eviction as a kind to decode; it is never stored. */
function evictionOf(pod: Resource): Resource {
  const goType = 'io.k8s.api.policy.v1.Eviction';
  const schema = builtinSchema(goType);
  return { ...pod, group: 'policy', version: 'v1', kind: 'Eviction', goType, schema, hasStatus: false };
}

/** The eviction's own options, only tried if the request is. */
function deleteOptionsOf(eviction: KubeObject, { options }: Target): DeleteOptions {
  const own = (eviction['deleteOptions'] ?? {}) as DeleteOptions;
  const [ofRequest, ofBody] = [(options?.['dryRun'] ?? []) as readonly string[], own.dryRun ?? []];
  if (ofBody.length === 0) return { ...own, dryRun: ofRequest };
  if (ofRequest.length > 0 && !equalJson(ofRequest, ofBody)) {
    const both = [ofRequest, ofBody].map((list) => `[${list.join(' ')}]`).join(' and ');
    throw new StatusError(500, '', `Non-matching dry-run options in request and content: ${both}`);
  }
  return own;
}

async function evict(rest: RestDependencies, target: Target, options: DeleteOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const pod = await readPod(rest, target);
    if (!needsNoBudget(pod)) return evictWithinBudget(rest, target, { pod, options });
    try {
      return await deletePod(rest, target, isOver(pod) ? options : asRead(options, pod));
    } catch (error) {
      // It may have begun to serve in between.
      const mayRetry = isConflict(error) && !options.preconditions?.resourceVersion && attempt < TRIES;
      if (!mayRetry) throw error;
    }
  }
}

type Evicted = { readonly pod: KubeObject; readonly options: DeleteOptions };

async function evictWithinBudget(rest: RestDependencies, target: Target, { pod, options }: Evicted): Promise<void> {
  const { records } = await rest.store.list({ prefix: listPrefix(podDisruptionBudget, target.namespace) });
  const [budget, another] = records.map(decodeRecord).filter((one) => coversPod(one, pod));
  if (another) throw new StatusError(500, '', MANY_BUDGETS);
  if (!budget) return deletePod(rest, target, options);
  const { name = '' } = budget.metadata;
  if (!isFreeToEvict(budget, pod)) {
    await takeFromBudget(rest, target, { name, isTried: (options.dryRun ?? []).length > 0 });
    return deletePod(rest, target, options);
  }
  await deletePod(rest, target, asRead(options, pod)).catch((error: unknown) => {
    throw isConflict(error) && !options.preconditions?.resourceVersion ? unseenBudget(name) : error;
  });
}

/** Computed again whenever another write of the budget came first: no two evictions take the same disruption. */
async function takeFromBudget(
  rest: RestDependencies,
  { namespace, name: podName }: Target,
  { name, isTried }: { name: string; isTried: boolean },
): Promise<void> {
  const subresource = 'status';
  const target = { resource: podDisruptionBudget, namespace, name, subresource, user: SYSTEM_ADMIN, dryRun: isTried };
  const apply = (budget: KubeObject | undefined): KubeObject => {
    if (!budget) throw notFound(groupResourceOf(podDisruptionBudget), name);
    takeDisruption(budget, podName, rest.now());
    return budget;
  };
  await updateObject(rest, target, { apply, mayCreate: false });
}

async function readPod({ store }: RestDependencies, { resource, namespace, name }: Target): Promise<KubeObject> {
  const record = await store.get(objectKey(resource, namespace, name));
  if (!record) throw notFound(groupResourceOf(resource), name);
  return decodeRecord(record);
}

/** Only the pod as it was read, unless the client knows better. */
function asRead(options: DeleteOptions, { metadata }: KubeObject): DeleteOptions {
  const resourceVersion = options.preconditions?.resourceVersion ?? metadata.resourceVersion;
  return { ...options, preconditions: { ...options.preconditions, ...(resourceVersion && { resourceVersion }) } };
}

/** Admission was asked about the eviction, and is not about the deletion it is. */
async function deletePod(rest: RestDependencies, target: Target, options: DeleteOptions): Promise<void> {
  await deleteObject({ ...rest, admission: [] }, { ...target, subresource: '' }, options);
}

const isConflict = (error: unknown): boolean => error instanceof StatusError && error.status.code === 409;
