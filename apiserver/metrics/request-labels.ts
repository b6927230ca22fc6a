import type { RequestAttributes } from '../http/request-attributes.ts';
import type { Kinds } from '../kinds/kinds.ts';
import { subresourcesOf } from '../kinds/resource.ts';

/** A request, as far as metrics tell of it. */
export type MeasuredRequest = {
  readonly attributes: RequestAttributes;
  readonly method: string;
  readonly path: string;
  readonly isDryRun: boolean;
  readonly isApply: boolean;
};

/** kube-apiserver's labels of a request. */
export type RequestLabels = {
  readonly verb: string;
  readonly dry_run: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: string;
  readonly component: string;
};

const VERBS: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETECOLLECTION',
  get: 'GET',
  head: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  post: 'POST',
  put: 'PUT',
};
const CONNECTIONS = new Set(['attach', 'exec', 'portforward', 'proxy']);
/** The paths that are told apart; any others are told as one. */
const PATHS = new Set(['/api', '/apis', '/healthz', '/livez', '/metrics', '/openapi/v2', '/readyz', '/version']);
const NOTHING = { group: '', version: '', resource: '', subresource: '', scope: '', component: '' };

/** What is not served has no labels of its own: else every mistyped path would be remembered for ever. */
export function labelsOf(request: MeasuredRequest, kinds: Kinds): RequestLabels {
  const { attributes, isDryRun, path } = request;
  const info = attributes.info;
  const dry_run = isDryRun ? 'All' : '';
  const resource = info && kinds.find(info.group, info.version, info.resource);
  if (!resource) return { verb: verbOf(request), dry_run, ...NOTHING, subresource: PATHS.has(path) ? path : '' };
  const { group, version, plural } = resource;
  const isServed = subresourcesOf(resource).some(({ name }) => name === info.subresource);
  const subresource = isServed ? info.subresource : '';
  const verb = verbOf(request);
  return {
    verb,
    dry_run,
    group,
    version,
    resource: plural,
    subresource,
    scope: scopeOf(attributes),
    component: 'apiserver',
  };
}

function verbOf({ attributes: { info, verb }, isApply }: MeasuredRequest): string {
  if (info && CONNECTIONS.has(info.subresource)) return 'CONNECT';
  if (verb === 'patch' && isApply) return 'APPLY';
  return VERBS[verb] ?? 'other';
}

function scopeOf({ info, verb }: RequestAttributes): string {
  if (info?.name || verb === 'create') return 'resource';
  return info?.namespace ? 'namespace' : 'cluster';
}
