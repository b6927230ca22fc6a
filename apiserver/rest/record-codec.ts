import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { StoredRecord } from '../storage/index.ts';

/** Decoded records; watchers of one object share the work. */
const decoded = new WeakMap<StoredRecord, KubeObject>();

/** The object in a record, with its resourceVersion. Shared: never change it, clone it. */
export function decodeRecord(record: StoredRecord): KubeObject {
  const known = decoded.get(record);
  if (known) return known;
  const object = JSON.parse(record.value) as KubeObject;
  object.metadata.resourceVersion = String(record.revision);
  decoded.set(record, object);
  return object;
}

/** What is stored of an object: everything but its resourceVersion, which is the record's revision. */
export function encodeObject(object: KubeObject, resource: Resource): string {
  const metadata = { ...object.metadata };
  delete metadata.resourceVersion;
  const { group, storageVersion: version } = resource.storedAs?.resource ?? resource;
  return JSON.stringify({
    ...(resource.storedAs?.toStored(object) ?? object),
    apiVersion: apiVersionOf({ group, version }),
    metadata,
  });
}
