import { forbiddenRequest, notFound } from '../errors/index.ts';
import { namespaceResource } from '../kinds/builtin/index.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { Admission, AdmissionRequest } from '../rest/dependencies.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';

/** Namespaces the cluster itself needs. */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/** Nothing is created in a namespace that is not there or is going, and some namespaces never go (admission plugin NamespaceLifecycle). */
export function namespaceLifecycle(store: Store): Admission {
  return {
    mutate: async (request) => {
      if (request.resource === namespaceResource) checkNotImmortal(request);
      else if (request.operation === 'CREATE' && isInNamespace(request)) await checkNamespace(store, request);
    },
  };
}

/** Who asks what is allowed somewhere is not told whether that place exists. */
const isInNamespace = ({ resource }: AdmissionRequest): boolean =>
  resource.namespaced && resource.group !== 'authorization.k8s.io';

function checkNotImmortal({ operation, name }: AdmissionRequest): void {
  if (operation !== 'DELETE' || !IMMORTAL.has(name)) return;
  throw forbiddenRequest({ group: '', resource: 'namespaces' }, name, 'this namespace may not be deleted');
}

async function checkNamespace(store: Store, { resource, namespace, name }: AdmissionRequest): Promise<void> {
  const record = await store.get(objectKey(namespaceResource, '', namespace));
  if (!record) throw notFound({ group: '', resource: 'namespaces' }, namespace);
  if (!decodeRecord(record).metadata.deletionTimestamp) return;
  const cause = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const error = forbiddenRequest(groupResourceOf(resource), name, cause);
  error.status.details = {
    ...error.status.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  };
  throw error;
}
