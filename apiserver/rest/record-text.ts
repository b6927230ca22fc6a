import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { StoredRecord } from '../storage/index.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { beginningOf, markOf } from './record-codec.ts';

/** How texts of a kind's objects begin: as they are served, and as they are stored where they need no change. */
type Beginnings = { readonly served: string; readonly stored: string };
const beginnings = new WeakMap<Resource, Beginnings>();

function beginningsOf(resource: Resource): Beginnings {
  const known = beginnings.get(resource);
  if (known !== undefined) return known;
  const type = typeOf(resource);
  const mark = resource.storedSchemas?.get(type.apiVersion)?.mark;
  const made = { served: beginningOf(type), stored: beginningOf(type, mark) };
  beginnings.set(resource, made);
  return made;
}

const typeOf = (resource: Resource): { kind: string; apiVersion: string } => ({
  kind: resource.kind,
  apiVersion: apiVersionOf(resource),
});

/**
 * The JSON of a stored object as lists show it, made of the stored text without reading it: of a built-in kind without its
 * type. @returns undefined if it is not stored as it is served, as far as its text can tell
 */
export function itemText(record: StoredRecord, resource: Resource): string | undefined {
  return textAfter(beginningsOf(resource).stored, record, resource);
}

/** As `itemText`, of an object that was decoded and found to need no change. */
export function unchangedText(record: StoredRecord, object: KubeObject, resource: Resource): string | undefined {
  return textAfter(beginningOf(typeOf(resource), markOf(object)), record, resource);
}

function textAfter(beginning: string, { value, revision }: StoredRecord, resource: Resource): string | undefined {
  if (!value.startsWith(beginning)) return undefined;
  const start = resource.decoding === 'typed' ? '{"metadata":{' : beginningsOf(resource).served;
  return `${start}"resourceVersion":"${revision}",${value.slice(beginning.length)}`;
}
