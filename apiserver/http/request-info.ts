/** What a path of the API is about (apiserver, endpoints/request). */
export type RequestInfo = {
  readonly group: string;
  readonly version: string;
  /** Empty for kinds without, and for lists of every namespace. */
  readonly namespace: string;
  /** Plural; empty for the path of a group's version itself. */
  readonly resource: string;
  /** Empty for collections. */
  readonly name: string;
  readonly subresource: string;
  /** The old way to watch: `/api/v1/watch/…`. */
  readonly isWatchPath: boolean;
};

const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** @returns undefined for a path that is none of `/api/<version>…` and `/apis/<group>/<version>…` @throws URIError for a broken escape */
export function parsePath(path: string): RequestInfo | undefined {
  const located = locate(segmentsOf(path));
  if (!located) return undefined;
  const { group, version } = located;
  const isWatchPath = located.rest[0] === 'watch';
  const scoped = inNamespace(isWatchPath ? located.rest.slice(1) : located.rest);
  const [resource = '', name = '', subresource = ''] = scoped.rest;
  if (scoped.rest.length > 3) return undefined;
  return { group, version, namespace: scoped.namespace, resource, name, subresource, isWatchPath };
}

/** What is between the slashes of a path, of which one may be at the end; empty where two follow each other. @throws URIError */
export function segmentsOf(path: string): readonly string[] {
  const segments = decodeURIComponent(path).replace(/^\//, '').replace(/\/$/, '').split('/');
  return segments.includes('') ? [] : segments;
}

function locate(parts: readonly string[]): { group: string; version: string; rest: string[] } | undefined {
  const [prefix, first, second] = parts;
  if (prefix === 'api' && first) return { group: '', version: first, rest: parts.slice(2) };
  if (prefix === 'apis' && first && second) return { group: first, version: second, rest: parts.slice(3) };
  return undefined;
}

/** `/namespaces/x` and its subresources are about the namespace; anything longer about something in it. */
function inNamespace(rest: readonly string[]): { namespace: string; rest: readonly string[] } {
  const [resource, namespace = '', inner] = rest;
  const isNested = resource === 'namespaces' && inner !== undefined && !NAMESPACE_SUBRESOURCES.has(inner);
  if (isNested) return { namespace, rest: rest.slice(2) };
  return { namespace: resource === 'namespaces' ? namespace : '', rest };
}
