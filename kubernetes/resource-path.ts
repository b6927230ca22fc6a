import { apiVersion } from '../resources/kind.ts';
import type { ResourceRef } from '../resources/kind.ts';

/** What of a kind a URL points to: all objects, those of a namespace, one object, or a subresource of it. */
export interface PathTarget {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The URL path of a kind's objects, e.g. `/apis/apps/v1/namespaces/default/deployments/web/status`. */
export function resourcePath(ref: ResourceRef, target: PathTarget = {}): string {
  if (ref.namespaced && target.namespace === undefined && target.name !== undefined) {
    throw new TypeError(`${ref.kind} ${target.name} is namespaced: its namespace is missing`);
  }
  const namespace = ref.namespaced && target.namespace !== undefined ? ['namespaces', target.namespace] : [];
  const object = target.name === undefined ? [] : [target.name, ...(target.subresource ? [target.subresource] : [])];
  const segments = [...namespace, ref.plural, ...object].map(encodeSegment);
  return `${ref.group === '' ? '/api' : '/apis'}/${apiVersion(ref)}/${segments.join('/')}`;
}

/** A query string with its `?`, without the parameters that are undefined; empty when none is left. */
export function queryString(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

// encodeURIComponent keeps dots, and a client that normalises URLs would climb out of the collection.
function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') throw new TypeError(`not a resource name: "${segment}"`);
  return encodeURIComponent(segment);
}
