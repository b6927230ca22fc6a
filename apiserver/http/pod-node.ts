import { internalError, notFound } from '../errors/index.ts';
import type { NodeEndpoint } from '../kubelet/node-endpoint.ts';
import { nodeEndpoint } from '../kubelet/node-endpoint.ts';
import { textAt } from '../kinds/builtin/fields.ts';
import { node as nodeResource } from '../kinds/builtin/node.ts';
import { pod as podResource } from '../kinds/builtin/pod.ts';
import type { Resource } from '../kinds/resource.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { Target } from '../rest/dependencies.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';

/** The pod a request on one of its subresources is about. Shared: not to be changed. @throws StatusError 404 */
export const podOf = (deps: HandlerDependencies, { resource, namespace, name }: Target): Promise<KubeObject> =>
  find(deps, resource, { namespace, name });

/** Where the node of a pod listens; undefined for a pod that has none yet. @throws StatusError 404, 500 */
export async function endpointOfPod(deps: HandlerDependencies, pod: KubeObject): Promise<NodeEndpoint | undefined> {
  const name = textAt(pod, 'spec', 'nodeName');
  if (!name) return undefined;
  // A node that is missing is told under the pods' name, as kube-apiserver does.
  const node = await find(deps, nodeResource, { namespace: '', name, missing: podResource });
  try {
    return nodeEndpoint(node, deps.kubelet.preferredAddressTypes);
  } catch (error) {
    throw internalError((error as Error).message);
  }
}

type Named = { readonly namespace: string; readonly name: string; readonly missing?: Resource };

async function find({ rest }: HandlerDependencies, resource: Resource, { namespace, name, missing }: Named) {
  const record = await rest.store.get(objectKey(resource, namespace, name));
  if (!record) throw notFound(groupResourceOf(missing ?? resource), name);
  return decodeRecord(record);
}
