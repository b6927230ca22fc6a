import { selectedName } from '../rest/field-selector.ts';
import { pathSegmentErrors } from '../validation/names.ts';
import type { RequestInfo } from './request-info.ts';
import { parsePath } from './request-info.ts';
import { verbOf } from './request-verb.ts';

/** What is known of a request before its sender is: what it is about, and how it counts among those in flight. */
export type RequestAttributes = {
  /** Absent for paths that are no resource. */
  readonly info?: RequestInfo;
  /** Of a resource what is done to it, else the method in lower case. */
  readonly verb: string;
  /** It may last for hours: a watch, a log, a connection. */
  readonly isLongRunning: boolean;
  readonly isMutating: boolean;
};

/** As kube-apiserver has them. */
const LONG_RUNNING_SUBRESOURCES = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);
const READING_VERBS = new Set(['get', 'list', 'watch']);

/** What a request is about, for its authorization, limits and metrics. */
export function attributesOf(method: string, path: string, query: URLSearchParams): RequestAttributes {
  const ofPath = resourceOf(path);
  const verb = (ofPath && verbOf({ method, query }, ofPath)) ?? method.toLowerCase();
  const info = ofPath && withSelectedName(ofPath, verb, query);
  const isLongRunning = info !== undefined && (verb === 'watch' || LONG_RUNNING_SUBRESOURCES.has(info.subresource));
  return { verb, isLongRunning, isMutating: !READING_VERBS.has(verb), ...(info && { info }) };
}

/** A list or a watch of the one object that a field selector names is about this object: so a role may allow it. */
export function withSelectedName(info: RequestInfo, verb: string, query: URLSearchParams): RequestInfo {
  if ((verb !== 'list' && verb !== 'watch') || info.isWatchPath) return info;
  const name = selectedName(query.get('fieldSelector') ?? '') ?? '';
  return pathSegmentErrors(name).length > 0 ? info : { ...info, name };
}

/** A path that is not properly escaped is refused later, when its sender is known. */
function resourceOf(path: string): RequestInfo | undefined {
  try {
    const info = parsePath(path);
    return info?.resource ? info : undefined;
  } catch {
    return undefined;
  }
}
