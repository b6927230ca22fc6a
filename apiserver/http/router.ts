import type { AccessDecision, Authorizer } from '../access/authorizer.ts';
import { aggregatedDiscovery, apiGroup, apiGroupList, apiResourceList, apiVersions } from '../discovery/discovery.ts';
import { badRequest, forbiddenRequest, methodNotAllowed, unknownResource } from '../errors/index.ts';
import type { Resource, Verb } from '../kinds/resource.ts';
import type { Target } from '../rest/dependencies.ts';
import { pathSegmentErrors } from '../validation/names.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { negotiate } from './media-type.ts';
import { handleObjects } from './object-handler.ts';
import { withSelectedName } from './request-attributes.ts';
import type { RequestInfo } from './request-info.ts';
import { parsePath, segmentsOf } from './request-info.ts';
import { fieldManagerOf, isDryRun, writeOptionsOf } from './request-options.ts';
import { verbOf } from './request-verb.ts';
import { handleSubresource } from './subresource-handler.ts';

/** Paths that are neither discovery nor objects, such as /version; undefined for those it does not know. */
export type ExtraRoutes = (request: ApiRequest) => Promise<ApiResponse | undefined>;

export type RouterDependencies = HandlerDependencies & {
  readonly authorize: Authorizer;
  readonly extraRoutes: readonly ExtraRoutes[];
  /** `host:port`, told to clients. */
  readonly serverAddress: () => string;
};

/** Answers a request of a known sender. @throws StatusError */
export async function route(deps: RouterDependencies, request: ApiRequest): Promise<ApiResponse> {
  const info = infoOf(request.path);
  if (!info || info.resource === '') {
    await authorizePath(deps, request);
    return (await routePath(deps, request, info)) ?? pageNotFound();
  }
  const verb = verbOf(request, info);
  const asked = verb ?? request.method.toLowerCase();
  await authorizeResource(deps, request, { info: withSelectedName(info, asked, request.query), verb: asked });
  const resource = deps.rest.kinds.find(info.group, info.version, info.resource);
  if (!resource) return missingResource(deps, info);
  if (!verb) throw methodNotAllowed();
  checkScope(resource, info, verb);
  checkPathName(info.name);
  const target: Target = {
    resource,
    namespace: resource.namespaced ? info.namespace : '',
    name: info.name,
    subresource: info.subresource,
    user: request.user,
    dryRun: isDryRun(request.query, request.method),
    ...writeOf(request),
    authorizeCreation: () => authorizeResource(deps, request, { info, verb: 'create' }),
  };
  if (resource.deprecation) request.warnings.push(resource.deprecation);
  const object = { request, target, verb };
  return info.subresource ? handleSubresource(deps, object) : handleObjects(deps, object);
}

type Write = Pick<Target, 'fieldManager' | 'options' | 'warn' | 'annotate'>;

/** How a write is asked for, and what it may tell. */
function writeOf(request: ApiRequest): Write {
  const told: Write = {
    warn: (text) => void request.warnings.push(text),
    annotate: (key, value) => void (request.annotations[key] = value),
  };
  if (!['POST', 'PUT', 'PATCH'].includes(request.method)) return told;
  return { ...told, fieldManager: fieldManagerOf(request), options: writeOptionsOf(request) };
}

function infoOf(path: string): RequestInfo | undefined {
  try {
    return parsePath(path);
  } catch {
    throw badRequest('the path is not properly escaped');
  }
}

function checkScope(resource: Resource, info: RequestInfo, verb: Verb): void {
  if (!isInScope(resource, info)) throw unknownResource();
  if (needsNamespace(resource, verb) && info.namespace === '') throw methodNotAllowed();
  if (verb === 'deletecollection' && !resource.verbs.includes(verb)) throw methodNotAllowed();
}

/** @throws StatusError 400 for a name no object can have, since it cannot be in a path */
function checkPathName(name: string): void {
  const problems = pathSegmentErrors(name);
  if (problems.length === 0) return;
  throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${problems.join(';')}`);
}

function isInScope({ namespaced }: Resource, { namespace, name, resource: plural }: RequestInfo): boolean {
  if (namespaced) return namespace !== '' || name === '';
  return namespace === '' || (plural === 'namespaces' && (name === namespace || name === ''));
}

/** Where a kind has namespaces, its objects are created, and deleted all together, in one of them. */
const needsNamespace = ({ namespaced }: Resource, verb: Verb): boolean =>
  namespaced && (verb === 'create' || verb === 'deletecollection');

async function authorizePath(deps: RouterDependencies, request: ApiRequest): Promise<void> {
  const { user, path, method } = request;
  const verb = method.toLowerCase();
  const decision = await deps.authorize({ user, verb, path });
  noteDecision(request, decision);
  if (decision.allowed) return;
  const cause = `User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}`;
  throw forbiddenRequest({ group: '', resource: '' }, '', cause);
}

async function authorizeResource(
  deps: RouterDependencies,
  request: ApiRequest,
  { info, verb }: { info: RequestInfo; verb: string },
): Promise<void> {
  const { user, path } = request;
  const decision = await deps.authorize({ user, verb, path, resource: info });
  noteDecision(request, decision);
  const { allowed, reason } = decision;
  if (allowed) return;
  const { group, resource, subresource, namespace, name } = info;
  const kind = subresource ? `${resource}/${subresource}` : resource;
  const scope = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope';
  const texts = `User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(kind)} in API group`;
  const cause = `${texts} ${JSON.stringify(group)} ${scope}${reason && `: ${reason}`}`;
  throw forbiddenRequest({ group, resource }, name, cause);
}

function noteDecision({ annotations }: ApiRequest, { allowed, reason }: AccessDecision): void {
  annotations['authorization.k8s.io/decision'] = allowed ? 'allow' : 'forbid';
  annotations['authorization.k8s.io/reason'] = reason;
}

function missingResource(deps: RouterDependencies, info: RequestInfo): ApiResponse {
  if (isBuiltinGroup(deps, info)) throw unknownResource();
  return pageNotFound();
}

const isBuiltinGroup = ({ rest }: RouterDependencies, info: RequestInfo | undefined): boolean =>
  info !== undefined && rest.kinds.all().some(({ group, decoding }) => group === info.group && decoding === 'typed');

const pageNotFound = (): ApiResponse => ({
  status: 404,
  text: '404 page not found\n',
  contentType: 'text/plain; charset=utf-8',
});

async function routePath(
  deps: RouterDependencies,
  request: ApiRequest,
  info: RequestInfo | undefined,
): Promise<ApiResponse | undefined> {
  const discovered = discover(deps, request, info);
  if (discovered) {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed();
    return { status: 200, ...discovered };
  }
  if (isBuiltinGroup(deps, info) || request.path.startsWith('/api/')) throw unknownResource();
  for (const routes of deps.extraRoutes) {
    const response = await routes(request);
    if (response) return response;
  }
  return undefined;
}

type Discovered = Pick<ApiResponse, 'body' | 'contentType'>;

function discover(
  deps: RouterDependencies,
  { path, headers }: ApiRequest,
  info: RequestInfo | undefined,
): Discovered | undefined {
  const { kinds } = deps.rest;
  if (info) return asBody(apiResourceList(kinds, info.group, info.version));
  const [prefix, group, ...more] = segmentsOf(path);
  if (more.length > 0 || (prefix !== 'api' && prefix !== 'apis')) return undefined;
  if (group) return prefix === 'apis' ? asBody(apiGroup(kinds, group)) : undefined;
  const { as, version } = negotiate(headers.accept, ['APIGroupDiscoveryList']);
  if (as) {
    // Clients tell the two forms apart by this header alone.
    const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=${as}`;
    return { body: aggregatedDiscovery(kinds, version, prefix === 'api'), contentType };
  }
  return asBody(prefix === 'api' ? apiVersions(kinds, deps.serverAddress()) : apiGroupList(kinds));
}

const asBody = (body: object | undefined): Discovered | undefined => body && { body };
