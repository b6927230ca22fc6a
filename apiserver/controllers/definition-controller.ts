import type { Resource } from '../kinds/resource.ts';
import {
  asDefinition,
  CLEANUP_FINALIZER,
  customResourceDefinition,
} from '../kinds/builtin/custom-resource-definition.ts';
import type { Condition, CustomResourceDefinition } from '../kinds/custom/definition.ts';
import { hasCondition } from '../kinds/custom/definition.ts';
import { toStoredResource } from '../kinds/custom/to-resources.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { toTime } from '../object/kube-object.ts';
import { deleteObject } from '../rest/delete-object.ts';
import { inBatches } from '../rest/in-batches.ts';
import { kindPrefix, objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { StoreEvent } from '../storage/index.ts';
import type { Controller, ControllerContext } from './controller-context.ts';
import { controllerUser, targetOf, unlessOvertaken } from './controller-context.ts';
import { follow } from './event-loop.ts';
import { RetryQueue } from './retry-queue.ts';
import { ServedDefinitions } from './served-definitions.ts';

const USER = controllerUser('crd-controller');

type Rest = ControllerContext['rest'];

/** Serves what definitions define: accepts their names, establishes them, and clears their objects away with them. */
export async function startDefinitionController({ rest, logger }: ControllerContext): Promise<Controller> {
  const served = new ServedDefinitions(rest.kinds);
  const queue = new RetryQueue(
    (name) => reconcile(rest, name),
    (err, name) => logger.error({ err, name }, 'serving a definition failed'),
  );
  const observe = ({ record, previous }: StoreEvent): void => {
    const definition = record && asDefinition(decodeRecord(record));
    if (definition) served.serve(definition, record.revision);
    else if (previous) served.withdraw(asDefinition(decodeRecord(previous)));
    const name = definition?.metadata.name;
    if (name) queue.add(name);
  };
  const follower = { prefix: kindPrefix(customResourceDefinition), reset: () => undefined, observe };
  const stopFollowing = await follow(rest.store, follower, logger);
  return {
    stop: () => {
      stopFollowing();
      queue.stop();
    },
  };
}

/** @returns whether nothing is left to do */
async function reconcile(rest: Rest, name: string): Promise<boolean> {
  const record = await rest.store.get(objectKey(customResourceDefinition, '', name));
  const definition = record && asDefinition(decodeRecord(record));
  if (!definition) return true;
  if (definition.metadata.deletionTimestamp) return clear(rest, definition);
  if (!hasCondition(definition, 'Established')) await unlessOvertaken(() => establish(rest, definition));
  return true;
}

async function establish(rest: Rest, definition: CustomResourceDefinition): Promise<void> {
  const conflict = namesConflict(rest, definition);
  const lastTransitionTime = toTime(rest.now());
  const conditions: Condition[] = conflict
    ? [
        {
          type: 'NamesAccepted',
          status: 'False',
          lastTransitionTime,
          reason: conflict.reason,
          message: conflict.message,
        },
        {
          type: 'Established',
          status: 'False',
          lastTransitionTime,
          reason: 'NotAccepted',
          message: 'not all names are accepted',
        },
      ]
    : [
        {
          type: 'NamesAccepted',
          status: 'True',
          lastTransitionTime,
          reason: 'NoConflicts',
          message: 'no conflicts found',
        },
        {
          type: 'Established',
          status: 'True',
          lastTransitionTime,
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ];
  const acceptedNames = conflict ? { plural: '', kind: '' } : definition.spec.names;
  await changeDefinition(rest, definition, 'status', (object) => {
    object['status'] = { ...(object['status'] as object), conditions, acceptedNames };
  });
}

/** Names of a group are for one kind each. */
function namesConflict(
  { kinds }: Rest,
  { spec }: CustomResourceDefinition,
): { reason: string; message: string } | undefined {
  const others = kinds.all().filter(({ group, plural }) => group === spec.group && plural !== spec.names.plural);
  const taken = new Set(others.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...shortNames]));
  const inUse = (name: string): string => `${JSON.stringify(name)} is already in use`;
  const { plural, singular = '', shortNames = [], kind, listKind = '' } = spec.names;
  const short = shortNames.find((name) => taken.has(name));
  if (taken.has(plural)) return { reason: 'PluralConflict', message: inUse(plural) };
  if (taken.has(singular)) return { reason: 'SingularConflict', message: inUse(singular) };
  if (short !== undefined) return { reason: 'ShortNamesConflict', message: inUse(short) };
  const kindNames = new Set(others.flatMap((other: Resource) => [other.kind, other.listKind]));
  if (kindNames.has(kind)) return { reason: 'KindConflict', message: inUse(kind) };
  return kindNames.has(listKind) ? { reason: 'ListKindConflict', message: inUse(listKind) } : undefined;
}

async function clear(rest: Rest, definition: CustomResourceDefinition): Promise<boolean> {
  if (!definition.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return true;
  const resource = toStoredResource(definition);
  if (resource && (await deleteAll(rest, resource)) > 0) return false;
  await unlessOvertaken(() =>
    changeDefinition(rest, definition, '', ({ metadata }) => {
      metadata.finalizers = (metadata.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
    }),
  );
  return true;
}

/** @returns how many objects are still there */
async function deleteAll(rest: Rest, resource: Resource): Promise<number> {
  const prefix = kindPrefix(resource);
  await inBatches((await rest.store.list({ prefix })).records, (record) => {
    const { name = '', namespace = '' } = decodeRecord(record).metadata;
    return unlessOvertaken(() => deleteObject(rest, targetOf(resource, { namespace, name }, USER), {}));
  });
  const { records, remaining } = await rest.store.list({ prefix, limit: 1 });
  return records.length + remaining;
}

async function changeDefinition(
  rest: Rest,
  definition: CustomResourceDefinition,
  subresource: string,
  edit: (object: KubeObject) => void,
): Promise<void> {
  const name = definition.metadata.name ?? '';
  const target = { ...targetOf(customResourceDefinition, { namespace: '', name }, USER), subresource };
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const object = existing as KubeObject;
    edit(object);
    return object;
  };
  await updateObject(rest, target, { apply, mayCreate: false });
}
