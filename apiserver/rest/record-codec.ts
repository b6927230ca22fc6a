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

/** What is stored of an object, which is in its stored version: everything but its resourceVersion, the record's revision. */
export function encodeObject(object: KubeObject): string {
  const metadata = { ...object.metadata };
  delete metadata.resourceVersion;
  const { kind, apiVersion } = object;
  // The type and the metadata come first: where the type ends is known without reading the text.
  return JSON.stringify({ ...{ kind, apiVersion, metadata }, ...object, ...{ metadata } });
}
