import type { KubernetesObject } from '../../resources/kind.ts';
import type { ObjectKey } from '../../kubernetes/kubernetes-client.ts';

/** `namespace/name`, or the name alone for cluster-scoped kinds: neither part can hold a slash. */
export function formatKey(key: ObjectKey): string {
  return key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`;
}

/** The key of an object; see formatKey. */
export function keyOf(object: KubernetesObject): string {
  return formatKey(object.metadata);
}

/** The opposite of formatKey. */
export function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}
