import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { FieldSet } from './field-set.ts';
import { fromFieldsV1, isEmptySet, toFieldsV1, unionOf } from './field-set.ts';

export type ManagedOperation = 'Apply' | 'Update';

/** Who owns fields, by which kind of write, of which version of the kind. */
export type Manager = {
  readonly name: string;
  readonly operation: ManagedOperation;
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
};

/** A manager with what it owns; an entry of metadata.managedFields. */
export type Ownership = Manager & { readonly fields: FieldSet; readonly time?: string };

/** All owners of an object by `managerKey`. */
export type Owners = ReadonlyMap<string, Ownership>;

/** An applier is the same whatever version it applies. */
export function managerKey({ name, operation, apiVersion, subresource }: Manager): string {
  return JSON.stringify([name, operation, operation === 'Apply' ? '' : apiVersion, subresource]);
}

/** @throws SyntaxError if it is no list of ManagedFieldsEntry */
export function readOwners(managedFields: unknown): Owners {
  const owners = new Map<string, Ownership>();
  for (const entry of Array.isArray(managedFields) ? (managedFields as unknown[]) : []) {
    const ownership = readEntry(entry);
    owners.set(managerKey(ownership), ownership);
  }
  return owners;
}

function readEntry(entry: unknown): Ownership {
  if (!isJsonObject(entry)) throw new SyntaxError('an entry must be an object');
  const text = (name: string): string => (typeof entry[name] === 'string' ? entry[name] : '');
  const operation = text('operation');
  if (operation !== 'Apply' && operation !== 'Update') {
    throw new SyntaxError('operation must be `Apply` or `Update`');
  }
  if (text('fieldsType') !== 'FieldsV1') throw new SyntaxError('fieldsType must be `FieldsV1`');
  const time = text('time');
  return {
    name: text('manager'),
    operation,
    apiVersion: text('apiVersion'),
    subresource: text('subresource'),
    fields: fromFieldsV1(entry['fieldsV1'] ?? {}),
    ...(time && { time }),
  };
}

/** metadata.managedFields: appliers first, then by time. */
export function writeOwners(owners: Owners): JsonObject[] {
  return [...owners.values()].sort(compareOwnership).map((owner) => ({
    manager: owner.name,
    operation: owner.operation,
    apiVersion: owner.apiVersion,
    ...(owner.time && { time: owner.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(owner.fields),
    ...(owner.subresource && { subresource: owner.subresource }),
  }));
}

function compareOwnership(a: Ownership, b: Ownership): number {
  const keys = ({ operation, time = '', name, apiVersion, subresource }: Ownership): string[] => [
    operation,
    time,
    name,
    apiVersion,
    subresource,
  ];
  const [left, right] = [keys(a), keys(b)];
  const index = left.findIndex((value, at) => value !== right[at]);
  if (index < 0) return 0;
  return (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

/** Changes what each owner owns; who owns nothing any more is left out. */
export function mapFields(owners: Owners, change: (owner: Ownership, key: string) => FieldSet): Owners {
  const changed = new Map<string, Ownership>();
  for (const [key, owner] of owners) {
    const fields = change(owner, key);
    if (!isEmptySet(fields)) changed.set(key, fields === owner.fields ? owner : { ...owner, fields });
  }
  return changed;
}

/** Of managers that update; the oldest of more become one. */
const UPDATE_MANAGERS = 10;
const ANCIENT = 'ancient-changes';

/** Bounds the list: who owned fields longest ago by an update is forgotten, not what was owned. */
export function capUpdaters(owners: Owners): Owners {
  const updaters = [...owners].filter(([, owner]) => owner.operation === 'Update');
  if (updaters.length <= UPDATE_MANAGERS) return owners;
  const capped = new Map(owners);
  const merged = new Map<string, Ownership[]>();
  let count = updaters.length;
  for (const [key, owner] of updaters.sort(([, a], [, b]) => compareOwnership(a, b))) {
    if (count <= UPDATE_MANAGERS) break;
    const bucketKey = managerKey({ ...owner, name: ANCIENT, subresource: '' });
    if (key === bucketKey) continue;
    const members = merged.get(bucketKey) ?? [owners.get(bucketKey)].filter((one) => one !== undefined);
    capped.delete(key);
    if (members.length > 0) count--;
    merged.set(bucketKey, members);
    members.push(owner);
  }
  for (const [key, members] of merged) {
    const fields = unionOf(members.map((one) => one.fields));
    capped.set(key, { ...(members.at(-1) as Ownership), name: ANCIENT, subresource: '', fields });
  }
  return capped;
}
