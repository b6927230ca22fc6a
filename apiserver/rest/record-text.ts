import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { StoredRecord } from '../storage/index.ts';

/** What the texts of a kind's objects begin with where they are stored in the version that is served; see encodeObject. */
const beginnings = new WeakMap<Resource, string>();

function beginningOf(resource: Resource): string {
  const known = beginnings.get(resource);
  if (known !== undefined) return known;
  const { kind } = resource;
  const beginning = `${JSON.stringify({ kind, apiVersion: apiVersionOf(resource) }).slice(0, -1)},"metadata":{`;
  beginnings.set(resource, beginning);
  return beginning;
}

/**
 * The JSON of a stored object as it is served, without its type, made of the stored text without reading it.
 * @returns undefined if it is not stored as it is served
 */
export function untypedText({ value, revision }: StoredRecord, resource: Resource): string | undefined {
  const beginning = beginningOf(resource);
  if (!value.startsWith(beginning)) return undefined;
  return `{"metadata":{"resourceVersion":"${revision}",${value.slice(beginning.length)}`;
}

/** As `untypedText`, with its type. */
export function typedText({ value, revision }: StoredRecord, resource: Resource): string | undefined {
  const beginning = beginningOf(resource);
  if (!value.startsWith(beginning)) return undefined;
  return `${beginning}"resourceVersion":"${revision}",${value.slice(beginning.length)}`;
}
