import {
  asDefinition,
  CLEANUP_FINALIZER,
  customResourceDefinition,
} from '../kinds/builtin/custom-resource-definition.ts';
import type { CustomResourceDefinition } from '../kinds/custom/definition.ts';
import { hasCondition } from '../kinds/custom/definition.ts';
import { judgeNames } from '../kinds/custom/judge-names.ts';
import { toStoredResource } from '../kinds/custom/to-resources.ts';
import type { Resource } from '../kinds/resource.ts';
import type { Condition } from '../object/conditions.ts';
import { withCondition } from '../object/conditions.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { equalJson, toTime } from '../object/kube-object.ts';
import { deleteObject } from '../rest/delete-object.ts';
import { inBatches } from '../rest/in-batches.ts';
import { kindPrefix, objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { StoreEvent } from '../storage/index.ts';
import type { Controller, ControllerContext } from './controller-context.ts';
import { controllerUser, targetOf, unlessOvertaken } from './controller-context.ts';
import { follow } from './event-loop.ts';
import { KnownDefinitions } from './known-definitions.ts';
import { RetryQueue } from './retry-queue.ts';
import { ServedDefinitions } from './served-definitions.ts';

const USER = controllerUser('crd-controller');

type Rest = ControllerContext['rest'];

type Parts = {
  readonly rest: Rest;
  readonly known: KnownDefinitions;
  /** Has the other definitions of a group judged anew: names may be free. */
  readonly reconsider: (group: string) => void;
};

/** Serves what definitions define: accepts their names, establishes them, and clears their objects away with them. */
export async function startDefinitionController({ rest, logger }: ControllerContext): Promise<Controller> {
  const [served, known] = [new ServedDefinitions(rest.kinds), new KnownDefinitions()];
  const reconsider = (group: string): void =>
    known.ofGroup(group).forEach(({ metadata }) => queue.add(metadata.name ?? ''));
  const queue = new RetryQueue(
    (name) => reconcile({ rest, known, reconsider }, name),
    (err, name) => logger.error({ err, name }, 'serving a definition failed'),
  );
  const observe = ({ record, previous }: StoreEvent): void => {
    const [now, before] = [record, previous].map((one) => one && asDefinition(decodeRecord(one)));
    if (record && now) {
      known.remember(now);
      served.serve(now, record.revision);
      queue.add(now.metadata.name ?? '');
    } else if (before) {
      known.forget(before.metadata.name ?? '');
      served.withdraw(before);
      reconsider(before.spec.group);
    }
  };
  const follower = { prefix: kindPrefix(customResourceDefinition), reset: () => known.clear(), observe };
  const stopFollowing = await follow(rest.store, follower, logger);
  return {
    stop: () => {
      stopFollowing();
      queue.stop();
    },
  };
}

/** @returns whether nothing is left to do */
async function reconcile(parts: Parts, name: string): Promise<boolean> {
  const record = await parts.rest.store.get(objectKey(customResourceDefinition, '', name));
  const definition = record && asDefinition(decodeRecord(record));
  if (!definition) return true;
  if (definition.metadata.deletionTimestamp) return clear(parts.rest, definition);
  await unlessOvertaken(() => acceptNames(parts, definition));
  return true;
}

async function acceptNames({ rest, known, reconsider }: Parts, definition: CustomResourceDefinition): Promise<void> {
  const { spec, status } = definition;
  const { acceptedNames, condition } = judgeNames(definition, known.ofGroup(spec.group));
  const at = toTime(rest.now());
  const accepted = withCondition(status?.conditions ?? [], {
    type: 'NamesAccepted',
    ...condition,
    lastTransitionTime: at,
  });
  const conditions = hasCondition(definition, 'Established')
    ? accepted
    : withCondition(accepted, established(condition.status === 'True', at));
  if (equalJson([acceptedNames, conditions], [status?.acceptedNames, status?.conditions])) return;
  known.remember(await changeStatus(rest, definition, { acceptedNames, conditions }));
  reconsider(spec.group);
}

/** It is established with its first names, and stays so whatever names it asks for later. */
const established = (isAccepted: boolean, lastTransitionTime: string): Condition => ({
  type: 'Established',
  lastTransitionTime,
  ...(isAccepted
    ? { status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' }
    : { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }),
});

async function clear(rest: Rest, definition: CustomResourceDefinition): Promise<boolean> {
  if (!definition.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return true;
  if (!hasCondition(definition, 'Terminating')) await unlessOvertaken(() => tellTerminating(rest, definition));
  const { group, names } = definition.spec;
  const resource = rest.kinds.isBuiltin(group, names.plural) ? undefined : toStoredResource(definition);
  if (resource && (await deleteAll(rest, resource)) > 0) return false;
  await unlessOvertaken(() =>
    changeDefinition(rest, definition, '', ({ metadata }) => {
      metadata.finalizers = (metadata.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
    }),
  );
  return true;
}

async function tellTerminating(rest: Rest, definition: CustomResourceDefinition): Promise<void> {
  const conditions = withCondition(definition.status?.conditions ?? [], {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: toTime(rest.now()),
    reason: 'InstanceDeletionInProgress',
    message: 'CustomResource deletion is in progress',
  });
  await changeStatus(rest, definition, { conditions });
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

/** @throws StatusError 409 if the definition is not what it was any more */
const changeStatus = (rest: Rest, definition: CustomResourceDefinition, fields: object): Promise<KubeObject> =>
  changeDefinition(rest, definition, 'status', (object) => {
    object['status'] = { ...(object['status'] as object), ...fields };
    object.metadata.resourceVersion = definition.metadata.resourceVersion ?? '';
  });

async function changeDefinition(
  rest: Rest,
  definition: CustomResourceDefinition,
  subresource: string,
  edit: (object: KubeObject) => void,
): Promise<KubeObject> {
  const name = definition.metadata.name ?? '';
  const target = { ...targetOf(customResourceDefinition, { namespace: '', name }, USER), subresource };
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const object = existing as KubeObject;
    edit(object);
    return object;
  };
  return (await updateObject(rest, target, { apply, mayCreate: false })).object;
}
