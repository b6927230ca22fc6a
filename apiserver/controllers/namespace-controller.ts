import { namespaceResource } from '../kinds/builtin/index.ts';
import { NAMESPACE_FINALIZER, namespaceFinalizers } from '../kinds/builtin/namespace.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { deleteObject } from '../rest/delete-object.ts';
import { inBatches } from '../rest/in-batches.ts';
import { kindPrefix, listPrefix, objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { Controller, ControllerContext } from './controller-context.ts';
import { controllerUser, targetOf, unlessOvertaken } from './controller-context.ts';
import { follow } from './event-loop.ts';
import { RetryQueue } from './retry-queue.ts';

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
async function finish(rest: ControllerContext['rest'], name: string): Promise<boolean> {
  const record = await rest.store.get(objectKey(namespaceResource, '', name));
  const namespace = record && decodeRecord(record);
  if (!namespace?.metadata.deletionTimestamp || namespaceFinalizers(namespace).length === 0) return true;
  let left = 0;
  for (const resource of rest.kinds.stored()) if (resource.namespaced) left += await empty(rest, resource, name);
  if (left > 0) return false;
  await unlessOvertaken(() => release(rest, name));
  return true;
}

/** @returns how many objects are still there */
async function empty(rest: ControllerContext['rest'], resource: Resource, namespace: string): Promise<number> {
  const prefix = listPrefix(resource, namespace);
  await inBatches((await rest.store.list({ prefix })).records, (record) => {
    const { name = '' } = decodeRecord(record).metadata;
    const target = targetOf(resource, { namespace, name }, USER);
    return unlessOvertaken(() => deleteObject(rest, target, { propagationPolicy: 'Background' }));
  });
  const { records, remaining } = await rest.store.list({ prefix, limit: 1 });
  return records.length + remaining;
}

async function release(rest: ControllerContext['rest'], name: string): Promise<void> {
  const target = { ...targetOf(namespaceResource, { namespace: '', name }, USER), subresource: 'finalize' };
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const namespace = existing as KubeObject;
    const finalizers = namespaceFinalizers(namespace).filter((item) => item !== NAMESPACE_FINALIZER);
    return { ...namespace, spec: finalizers.length > 0 ? { finalizers } : {} };
  };
  await updateObject(rest, target, { apply });
}
