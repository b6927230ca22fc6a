import { writeAsGo } from '../kinds/builtin/write-as-go.ts';
import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { equalJson, isJsonObject } from '../object/kube-object.ts';
import type { FieldSet } from './field-set.ts';
import { ANY, difference, fromFieldsV1, NO_FIELDS, onlyBranches, withoutBranches } from './field-set.ts';
import { fieldsLastApplied, keepLastApplied } from './last-applied.ts';
import type { ManagedOperation, Owners, Ownership } from './managed-fields.ts';
import { capUpdaters, readOwners, writeOwners } from './managed-fields.ts';
import type { Writer } from './ownership.ts';
import { applyConfiguration, ownersAfterUpdate } from './ownership.ts';
import type { PathElement } from './path-element.ts';
import { fieldElement } from './path-element.ts';
import { rootSchema } from './root-schema.ts';

/** Which write it is, of which kind of object. */
export type FieldsWriter = {
  readonly resource: Resource;
  /** Empty for the object itself. */
  readonly subresource: string;
  readonly manager: string;
  readonly now: Date;
};

type Tracked = { readonly object: KubeObject; readonly old: KubeObject | undefined };

/** Sets, in place, metadata.managedFields of an object that is to replace `old` by an update, or is new. */
export function trackUpdate({ object, old }: Tracked, write: FieldsWriter): void {
  const owners = ownersToStartFrom(object, old, write.subresource);
  // An object nobody's fields were kept of stays so until something is applied to it.
  if (old && owners.size === 0) return setOwners(object, owners);
  const before = old ? comparable(old) : emptyObject(write.resource);
  const after = comparable(object);
  const writer = writerOf(write, 'Update');
  setOwners(object, capUpdaters(ownersAfterUpdate(owners, { before, after }, writer)));
}

/**
 * The object a configuration makes of a live one, with its managedFields.
 * @throws StatusError 409 for conflicts, Error for a list whose items have no keys
 */
export function applyFields(
  { live, configuration, force }: { live: KubeObject | undefined; configuration: KubeObject; force: boolean },
  write: FieldsWriter,
): KubeObject {
  const owners = live ? ownersBeforeApply(live, write) : new Map<string, Ownership>();
  // What has rules of its own is put back by them.
  const ignored = write.resource.strategy.updates?.[write.subresource] ? [] : ignoredFields(write);
  const stripped = Object.fromEntries(Object.entries(configuration).filter(([name]) => !ignored.includes(name)));
  const before = live ? comparable(live) : emptyObject(write.resource);
  const { manager } = write;
  const allowed = (): FieldSet =>
    live ? fieldsLastApplied(comparable(live), { manager, schema: rootSchema(write.resource) }) : NO_FIELDS;
  const states = { live: before, configuration: stripped, force, allowed };
  const applied = applyConfiguration(owners, states, writerOf(write, 'Apply'));
  const object = { ...(applied.object as KubeObject) };
  object.metadata = { ...(live ? identityOf(live) : {}), ...object.metadata };
  keepLastApplied(object, configuration, manager);
  setOwners(object, applied.owners);
  return object;
}

const BEFORE_FIRST_APPLY = 'before-first-apply';

/** Where nobody's fields were kept, everything is somebody's of long ago. */
function ownersBeforeApply(live: KubeObject, write: FieldsWriter): Owners {
  const stored = readStored(live.metadata.managedFields);
  if (stored.size > 0) return stored;
  const writer = writerOf({ ...write, manager: BEFORE_FIRST_APPLY }, 'Update');
  return ownersAfterUpdate(stored, { before: emptyObject(write.resource), after: comparable(live) }, writer);
}

function writerOf({ resource, subresource, manager, now }: FieldsWriter, operation: ManagedOperation): Writer {
  const ignored = ignoredFields({ resource, subresource }).map(elementsOf);
  const owned = resource.strategy.updates?.[subresource]?.owns?.map(elementsOf);
  return {
    manager: { name: manager, operation, apiVersion: apiVersionOf(resource), subresource },
    schema: rootSchema(resource),
    time: `${now.toISOString().slice(0, 19)}Z`,
    ownable: (fields) => {
      const ownable = withoutBranches(difference(fields, UNOWNED), ignored);
      return owned ? onlyBranches(ownable, owned) : ownable;
    },
  };
}

/** Of a path such as `spec.containers.*.resources`. */
const elementsOf = (path: string): PathElement[] =>
  path.split('.').map((name) => (name === ANY ? ANY : fieldElement(name)));

/** What this way in cannot change. */
function ignoredFields({ resource, subresource }: Pick<FieldsWriter, 'resource' | 'subresource'>): string[] {
  const { unowned } = resource.strategy.updates?.[subresource] ?? {};
  if (unowned) return [...unowned];
  if (subresource === 'status') return ['spec'];
  return resource.hasStatus ? ['status'] : [];
}

/** A reset, an explicit list of the client's, or the stored one: clients that know nothing of it must not lose it. */
function ownersToStartFrom({ metadata }: KubeObject, old: KubeObject | undefined, subresource: string): Owners {
  const sent = metadata.managedFields;
  if (!old) return new Map();
  if (subresource || !sent) return readStored(old.metadata.managedFields);
  if (sent.length === 0 || (sent.length === 1 && equalJson(sent[0], {}))) return new Map();
  const owners = readStored(sent);
  return owners.size > 0 ? owners : readStored(old.metadata.managedFields);
}

/** What cannot be read is as good as none. */
function readStored(managedFields: unknown): Owners {
  try {
    return readOwners(managedFields);
  } catch {
    return new Map();
  }
}

function setOwners({ metadata }: KubeObject, owners: Owners): void {
  if (owners.size === 0) delete metadata.managedFields;
  else metadata.managedFields = writeOwners(owners);
}

function comparable({ metadata, ...rest }: KubeObject): KubeObject {
  const compared = { ...metadata };
  delete compared.managedFields;
  return { ...rest, metadata: compared };
}

/** What nobody owns stays although nothing else is left of an object's metadata. */
function identityOf({ metadata }: KubeObject): KubeObject['metadata'] {
  const { name, namespace, resourceVersion, uid } = metadata;
  return {
    ...(name && { name }),
    ...(namespace && { namespace }),
    ...(resourceVersion && { resourceVersion }),
    ...(uid && { uid }),
  };
}

/** What a new object is compared with: what Go writes of an object with nothing in it. */
function emptyObject(resource: Resource): JsonObject {
  const empty: JsonObject = { metadata: {} };
  if (resource.decoding === 'typed') writeAsGo(empty, resource.goType ?? '');
  // A whole list that is null, such as a role's rules, is somebody's all the same; a time that was not set is nobody's.
  const isTime = (name: string): boolean => TIMES.has(resource.schema.properties?.[name]?.['x-go-type']);
  return Object.fromEntries(Object.entries(empty).filter(([name, value]) => value !== null || isTime(name)));
}

const TIMES: ReadonlySet<unknown> = new Set(['Time', 'MicroTime']);

/** Nobody owns an object's identity, nor what the server counts (managedfields/internal, stripmeta). */
const UNOWNED: FieldSet = fromFieldsV1({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:clusterName': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
  },
});

/** Whether two states of an object differ in more than when fields were last written. */
export function differsBeyondTimes(object: KubeObject, other: KubeObject): boolean {
  return !equalJson(withoutTimes(object), withoutTimes(other));
}

function withoutTimes(object: KubeObject): KubeObject {
  const { managedFields } = object.metadata;
  if (!managedFields) return object;
  const timeless = managedFields.map((entry) => (isJsonObject(entry) ? { ...entry, time: '' } : entry));
  return { ...object, metadata: { ...object.metadata, managedFields: timeless } };
}
