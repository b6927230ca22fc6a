import type { Resource } from '../kinds/resource.ts';

/** Where a kind's objects are, all versions of it together. */
export function kindPrefix(resource: Pick<Resource, 'group' | 'plural' | 'storedAs'>): string {
  const { group, plural } = resource.storedAs?.resource ?? resource;
  return `/${group || 'core'}/${plural}/`;
}

/** @param namespace empty for every namespace, and for kinds without */
export function listPrefix(resource: Resource, namespace: string): string {
  return namespace ? `${kindPrefix(resource)}${namespace}/` : kindPrefix(resource);
}

/** Where an object is stored; the namespace is passed over for kinds without. */
export function objectKey(resource: Resource, namespace: string, name: string): string {
  return `${listPrefix(resource, resource.namespaced ? namespace : '')}${name}`;
}
