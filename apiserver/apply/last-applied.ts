import { isTooDeep } from '../object/depth.ts';
import { goJson } from '../object/go-json.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import { compareObjects } from './compare.ts';
import type { FieldSet } from './field-set.ts';
import { difference, NO_FIELDS, union } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';

/** What kubectl's client-side apply keeps its configuration in. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Only kubectl goes over from one way to apply to the other, and back (apiserver, managedfields/internal, lastapplied). */
const KUBECTL = 'kubectl';
const ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

type Applying = { readonly manager: string; readonly schema: Schema };

/** The fields of an object that kubectl's client-side apply has set and nobody has changed: kubectl may take them without force. */
export function fieldsLastApplied(live: KubeObject, { manager, schema }: Applying): FieldSet {
  const last = manager === KUBECTL ? lastApplied(live) : undefined;
  if (!last) return NO_FIELDS;
  const { added, modified, removed } = compareObjects(last, live, schema);
  return difference(fieldsOf(last, schema), union(union(added, modified), removed));
}

/** In the version of the object, or it is of no use. */
function lastApplied({ apiVersion, metadata }: KubeObject): unknown {
  const text = metadata.annotations?.[LAST_APPLIED];
  if (!text) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) && parsed['apiVersion'] === apiVersion && !isTooDeep(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps in step what client-side apply starts from, where it is there: so that kubectl may go back to it. Changes `object` in place. */
export function keepLastApplied(object: KubeObject, configuration: KubeObject, manager: string): void {
  const { annotations } = object.metadata;
  if (manager !== KUBECTL || annotations?.[LAST_APPLIED] === undefined) return;
  const kept = { ...annotations, [LAST_APPLIED]: `${goJson(configuration)}\n` };
  if (bytesOf(kept) > ANNOTATIONS_LIMIT_BYTES) delete (kept as Record<string, string>)[LAST_APPLIED];
  object.metadata.annotations = kept;
}

const bytesOf = (annotations: Readonly<Record<string, string>>): number =>
  Object.entries(annotations).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
