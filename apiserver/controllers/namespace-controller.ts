import { namespaceResource } from '../kinds/builtin/index.ts';
import { NAMESPACE_FINALIZER, namespaceFinalizers, statusOf } from '../kinds/builtin/namespace.ts';
import type { Condition } from '../object/conditions.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { equalJson, toTime } from '../object/kube-object.ts';
import { kindPrefix, objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { Controller, ControllerContext } from './controller-context.ts';
import { controllerUser, targetOf, unlessOvertaken } from './controller-context.ts';
import { follow } from './event-loop.ts';
import { namespaceConditions } from './namespace-conditions.ts';
import type { Remains } from './namespace-content.ts';
import { emptyNamespace } from './namespace-content.ts';
import { RetryQueue } from './retry-queue.ts';

type Rest = ControllerContext['rest'];

const USER = controllerUser('namespace-controller');

/** Empties namespaces that are being deleted, then lets them go. */
export async function startNamespaceController({ rest, logger }: ControllerContext): Promise<Controller> {
  const queue = new RetryQueue(
    (name) => finish(rest, name),
    (err, namespace) => logger.error({ err, namespace }, 'emptying a namespace failed'),
  );
  const stopFollowing = await follow(
    rest.store,
    {
      prefix: kindPrefix(namespaceResource),
      reset: () => undefined,
      observe: ({ record }) => {
        const metadata = record && decodeRecord(record).metadata;
        if (metadata?.deletionTimestamp && metadata.name) queue.add(metadata.name);
      },
    },
    logger,
  );
  return {
    stop: () => {
      stopFollowing();
      queue.stop();
    },
  };
}

/** @returns whether the namespace needs no more work */
async function finish(rest: Rest, name: string): Promise<boolean> {
  const record = await rest.store.get(objectKey(namespaceResource, '', name));
  const namespace = record && decodeRecord(record);
  if (!namespace?.metadata.deletionTimestamp || namespaceFinalizers(namespace).length === 0) return true;
  const remains = await emptyNamespace(rest, name, USER);
  await unlessOvertaken(() => tell(rest, namespace, remains));
  const failed = remains.find(({ error }) => error);
  if (failed?.error) throw failed.error;
  if (remains.length > 0) return false;
  await unlessOvertaken(() => release(rest, name));
  return true;
}

/** Says in the namespace's conditions what is left in it. */
async function tell(rest: Rest, namespace: KubeObject, remains: readonly Remains[]): Promise<void> {
  const status = statusOf(namespace);
  const before = (status['conditions'] ?? []) as readonly Condition[];
  const conditions = namespaceConditions(before, remains, toTime(rest.now()));
  if (equalJson(before, conditions)) return;
  const { name = '', resourceVersion = '' } = namespace.metadata;
  const target = { ...targetOf(namespaceResource, { namespace: '', name }, USER), subresource: 'status' };
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const object = existing as KubeObject;
    const metadata = { ...object.metadata, resourceVersion };
    return { ...object, metadata, status: { ...statusOf(object), conditions } };
  };
  await updateObject(rest, target, { apply, mayCreate: false });
}

async function release(rest: Rest, name: string): Promise<void> {
  const target = { ...targetOf(namespaceResource, { namespace: '', name }, USER), subresource: 'finalize' };
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const namespace = existing as KubeObject;
    const finalizers = namespaceFinalizers(namespace).filter((item) => item !== NAMESPACE_FINALIZER);
    return { ...namespace, spec: finalizers.length > 0 ? { finalizers } : {} };
  };
  await updateObject(rest, target, { apply });
}
