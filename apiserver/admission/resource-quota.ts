import { conflict, forbiddenRequest } from '../errors/index.ts';
import { textAt, valueAt } from '../kinds/builtin/fields.ts';
import { persistentVolumeClaim } from '../kinds/builtin/persistent-volume-claim.ts';
import { addQuantities, compareQuantities } from '../kinds/builtin/quantity.ts';
import { COUNTED_PLURALS, REQUESTED_STORAGE, resourceQuota } from '../kinds/builtin/resource-quota.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Admission, AdmissionRequest } from '../rest/dependencies.ts';
import { listPrefix } from '../rest/object-key.ts';
import { decodeRecord, encodeObject } from '../rest/record-codec.ts';
import type { Store, StoredRecord } from '../storage/index.ts';
import { RevisionMismatchError } from '../storage/index.ts';

const TRIES = 50;

/** Amounts by the names that quotas use. */
type Amounts = Readonly<Record<string, string>>;

/**
 * Nothing is created that a quota of its namespace has no room for (admission plugin ResourceQuota). As in Kubernetes, what
 * counts is the quota's status, which is raised here before the object is stored; counting anew is a controller's work.
 */
export function resourceQuotaAdmission(store: Store): Admission {
  return {
    validate: async (request) => {
      const { resource, operation, subresource, namespace, dryRun } = request;
      if (operation !== 'CREATE' || subresource !== '' || !resource.namespaced) return;
      const wanted = usageOf(request);
      const { records } = await store.list({ prefix: listPrefix(resourceQuota, namespace) });
      for (const { key } of records) await charge(store, key, { request, wanted, dryRun });
    },
  };
}

function usageOf({ resource, object }: AdmissionRequest): Amounts {
  const storage =
    resource === persistentVolumeClaim && textAt(object ?? {}, 'spec', 'resources', 'requests', 'storage');
  return {
    [`count/${qualified(resource)}`]: '1',
    ...(resource.group === '' && COUNTED_PLURALS.includes(resource.plural) && { [resource.plural]: '1' }),
    ...(storage && { [REQUESTED_STORAGE]: storage }),
  };
}

const qualified = ({ plural, group }: Resource): string => (group === '' ? plural : `${plural}.${group}`);

type Charge = { readonly request: AdmissionRequest; readonly wanted: Amounts; readonly dryRun: boolean };

/** Raises what the status says is used. @throws StatusError if there is no room */
async function charge(store: Store, key: string, { request, wanted, dryRun }: Charge): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const record = await store.get(key);
    if (!record) return;
    const quota = decodeRecord(record);
    const used = usedAfter(quota, request, wanted);
    if (!used || dryRun) return;
    const status = { ...(quota['status'] as object), used };
    if (await replaced(store, record, { ...quota, status })) return;
  }
  throw conflict({ group: '', resource: 'resourcequotas' }, request.name, 'too many objects are created at once');
}

async function replaced(store: Store, { key, revision }: StoredRecord, quota: KubeObject): Promise<boolean> {
  try {
    await store.update(key, encodeObject(quota), revision);
    return true;
  } catch (error) {
    if (error instanceof RevisionMismatchError) return false;
    throw error;
  }
}

/** What is used with the new object; undefined where the quota says nothing of it. @throws StatusError if there is no room */
function usedAfter(quota: KubeObject, request: AdmissionRequest, wanted: Amounts): Amounts | undefined {
  const hard = amountsAt(quota, 'hard');
  const used = amountsAt(quota, 'used');
  const names = Object.keys(wanted).filter((name) => hard[name] !== undefined);
  if (names.length === 0) return undefined;
  const unknown = names.filter((name) => used[name] === undefined);
  if (unknown.length > 0) {
    throw refusal(request, `status unknown for quota: ${quota.metadata.name}, resources: ${unknown.join(',')}`);
  }
  const after = Object.fromEntries(names.map((name) => [name, addQuantities(used[name] ?? '0', wanted[name] ?? '0')]));
  const exceeded = names.filter((name) => compareQuantities(after[name] ?? '0', hard[name] ?? '0') > 0);
  if (exceeded.length === 0) return { ...used, ...after };
  const list = (amounts: Amounts): string => exceeded.map((name) => `${name}=${amounts[name]}`).join(',');
  throw refusal(
    request,
    `exceeded quota: ${quota.metadata.name}, requested: ${list(wanted)}, used: ${list(used)}, limited: ${list(hard)}`,
  );
}

function amountsAt(quota: KubeObject, field: 'hard' | 'used'): Amounts {
  const amounts = valueAt(quota, 'status', field);
  return isJsonObject(amounts) ? (amounts as Amounts) : {};
}

const refusal = ({ resource, name }: AdmissionRequest, cause: string): Error =>
  forbiddenRequest({ group: resource.group, resource: resource.plural }, name, cause);
