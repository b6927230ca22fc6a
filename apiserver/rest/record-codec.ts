import type { KubeObject, ObjectMeta } from '../object/kube-object.ts';
import type { StoredRecord } from '../storage/index.ts';

/** Decoded records; watchers of one object share the work. */
const decoded = new WeakMap<StoredRecord, KubeObject>();

/**
 * By which schema a custom resource was complete when it was written, first in its stored metadata: where that is the
 * schema of today, it is served as it is stored. Unknown fields of metadata are dropped, so no client can set it.
 */
const MARK = 'schema';
type StoredMeta = ObjectMeta & { readonly [MARK]?: string };

/** The marks of decoded objects. */
const marks = new WeakMap<KubeObject, string>();

export const markOf = (object: KubeObject): string | undefined => marks.get(object);

/** The object in a record, with its resourceVersion. Shared: never change it, clone it. */
export function decodeRecord(record: StoredRecord): KubeObject {
  const known = decoded.get(record);
  if (known) return known;
  const object = JSON.parse(record.value) as KubeObject;
  takeMark(object);
  object.metadata.resourceVersion = String(record.revision);
  decoded.set(record, object);
  return object;
}

function takeMark(object: KubeObject): void {
  const { [MARK]: mark, ...metadata } = object.metadata as StoredMeta;
  if (mark === undefined) return;
  object.metadata = metadata;
  marks.set(object, mark);
}

/**
 * What is stored of an object, which is in its stored version: everything but its resourceVersion, the record's revision.
 * @param mark of the schema it is complete by
 */
export function encodeObject(object: KubeObject, mark?: string): string {
  const metadata: StoredMeta = { ...(mark !== undefined && { [MARK]: mark }), ...object.metadata };
  delete metadata.resourceVersion;
  const { kind, apiVersion } = object;
  // The type and the metadata come first: where the type ends is known without reading the text.
  return JSON.stringify({ ...{ kind, apiVersion, metadata }, ...object, ...{ metadata } });
}

/** How the text of an object begins, up to its metadata's own fields; see encodeObject. */
export function beginningOf({ kind, apiVersion }: { kind: string; apiVersion: string }, mark?: string): string {
  const type = JSON.stringify({ kind, apiVersion }).slice(0, -1);
  return `${type},"metadata":{${mark === undefined ? '' : `"${MARK}":${JSON.stringify(mark)},`}`;
}
