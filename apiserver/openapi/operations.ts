import type { Resource, Verb } from '../kinds/resource.ts';
import { apiVersionOf, subresourcesOf } from '../kinds/resource.ts';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a client can do at a path, apart from how a version of OpenAPI writes it. */
export type Operation = {
  readonly method: HttpMethod;
  /** As x-kubernetes-action tells it. */
  readonly action: Verb | 'post' | 'put' | 'connect';
  readonly resource: Resource;
  /** The kind that is sent or answered; a subresource's may be another. */
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly subresource: string;
  readonly isList: boolean;
  /** Nothing is sent, and no object answered. */
  readonly isText?: boolean;
  readonly parameters: readonly Parameter[];
};

export type Parameter = { readonly name: string; readonly in: 'query' | 'path'; readonly type: string };

const query = (name: string, type = 'string'): Parameter => ({ name, in: 'query', type });

const WRITE = [query('dryRun'), query('fieldManager'), query('fieldValidation')];
const SELECT = [
  query('continue'),
  query('fieldSelector'),
  query('labelSelector'),
  query('limit', 'integer'),
  query('resourceVersion'),
  query('resourceVersionMatch'),
  query('sendInitialEvents', 'boolean'),
  query('timeoutSeconds', 'integer'),
];
const LIST = [query('allowWatchBookmarks', 'boolean'), ...SELECT, query('watch', 'boolean')];
const DELETE = [
  query('dryRun'),
  query('gracePeriodSeconds', 'integer'),
  query('orphanDependents', 'boolean'),
  query('propagationPolicy'),
];

type Kind = Pick<Operation, 'method' | 'action' | 'isList' | 'isText' | 'parameters'>;

const ON_COLLECTION: Readonly<Partial<Record<Verb, Kind>>> = {
  list: { method: 'get', action: 'list', isList: true, parameters: LIST },
  create: { method: 'post', action: 'post', isList: false, parameters: WRITE },
  deletecollection: {
    method: 'delete',
    action: 'deletecollection',
    isList: true,
    parameters: [...SELECT, ...DELETE],
  },
};
const ON_OBJECT: Readonly<Partial<Record<string, Kind>>> = {
  get: { method: 'get', action: 'get', isList: false, parameters: [] },
  update: { method: 'put', action: 'put', isList: false, parameters: WRITE },
  patch: { method: 'patch', action: 'patch', isList: false, parameters: [...WRITE, query('force', 'boolean')] },
  delete: { method: 'delete', action: 'delete', isList: false, parameters: DELETE },
  create: { method: 'post', action: 'post', isList: false, parameters: WRITE },
};

const OF_TEXT: Readonly<Partial<Record<string, Kind>>> = {
  get: { method: 'get', action: 'connect', isList: false, isText: true, parameters: [] },
  create: { method: 'post', action: 'connect', isList: false, isText: true, parameters: [] },
};

const NAMESPACE: Parameter = { name: 'namespace', in: 'path', type: 'string' };
const NAME: Parameter = { name: 'name', in: 'path', type: 'string' };

/** All operations of a kind, by their paths. */
export function operationsOf(resource: Resource): Map<string, Operation[]> {
  const { group, version, plural, namespaced, verbs, kind } = resource;
  const root = `/${group ? 'apis' : 'api'}/${apiVersionOf(resource)}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const scope = namespaced ? [NAMESPACE] : [];
  const make = (kinds: readonly (Kind | undefined)[], path: readonly Parameter[], sub = ''): Operation[] => {
    const own = subresourcesOf(resource).find(({ name }) => name === sub)?.kind ?? { group, version, kind };
    return kinds.flatMap((item) => {
      if (!item) return [];
      return [{ ...item, resource, kind: own, subresource: sub, parameters: [...item.parameters, ...path] }];
    });
  };
  const paths = new Map<string, Operation[]>();
  const lists = verbs.includes('list') ? [ON_COLLECTION.list] : [];
  if (namespaced && lists.length > 0) paths.set(`${root}/${plural}`, make(lists, []));
  paths.set(collection, make(verbs.map((verb) => ON_COLLECTION[verb]), scope)); // prettier-ignore
  const onObject = verbs.filter((verb) => verb !== 'create').map((verb) => ON_OBJECT[verb]);
  if (onObject.some((item) => item)) paths.set(`${collection}/{name}`, make(onObject, [...scope, NAME]));
  for (const { name, verbs: own, isText } of subresourcesOf(resource)) {
    const kinds = own.map((verb) => (isText ? OF_TEXT : ON_OBJECT)[verb]);
    paths.set(`${collection}/{name}/${name}`, make(kinds, [...scope, NAME], name));
  }
  return paths;
}

/** A name no other operation of the whole API has. */
export function operationId({ action, method, resource, subresource, parameters }: Operation): string {
  const isScoped = parameters.includes(NAMESPACE);
  const words = [resource.group || 'core', resource.version, isScoped ? 'namespaced' : '', resource.kind, subresource];
  const everywhere = resource.namespaced && !isScoped ? 'ForAllNamespaces' : '';
  const camel = words.flatMap((word) => word.split(/[.-]/)).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const verb = action === 'connect' ? `connect${method.charAt(0).toUpperCase()}${method.slice(1)}` : action;
  return verb + camel.join('') + everywhere;
}
