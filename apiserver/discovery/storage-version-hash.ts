import { createHash } from 'node:crypto';
import type { Resource } from '../kinds/resource.ts';

/** What kube-apiserver 1.34 tells another storage version of than the one it serves, by `<group>/<kind>`. */
const TOLD_VERSIONS: Readonly<Record<string, string>> = {
  'apiextensions.k8s.io/CustomResourceDefinition': 'v1beta1',
  'storage.k8s.io/VolumeAttributesClass': 'v1beta1',
};

/** Changes when objects are stored in another version (apiserver, endpoints/discovery); undefined for what is not stored. */
export function storageVersionHash(resource: Resource): string | undefined {
  if (!resource.verbs.includes('list')) return undefined;
  const { group, kind, storageVersion } = resource.storedAs?.resource ?? resource;
  const version = TOLD_VERSIONS[`${group}/${kind}`] ?? storageVersion;
  return createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
}
