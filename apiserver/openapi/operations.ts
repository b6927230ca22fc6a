import type { Resource, Subresource, Verb } from '../kinds/resource.ts';
import { apiVersionOf, subresourcesOf } from '../kinds/resource.ts';
import type { Parameter } from './parameters.ts';
import { CONNECTION, DELETE, FORCE, LIST, LOG, NAME, NAMESPACE, SELECT, WRITE } from './parameters.ts';

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

type Kind = Pick<Operation, 'method' | 'action' | 'isList' | 'isText' | 'parameters'>;

const ON_COLLECTION: Readonly<Partial<Record<Verb, Kind>>> = {
  list: { method: 'get', action: 'list', isList: true, parameters: LIST },
  create: { method: 'post', action: 'post', isList: false, parameters: WRITE },
  deletecollection: { method: 'delete', action: 'deletecollection', isList: true, parameters: [...SELECT, ...DELETE] },
};
const ON_OBJECT: Readonly<Partial<Record<string, Kind>>> = {
  get: { method: 'get', action: 'get', isList: false, parameters: [] },
  update: { method: 'put', action: 'put', isList: false, parameters: WRITE },
  patch: { method: 'patch', action: 'patch', isList: false, parameters: [...WRITE, FORCE] },
  delete: { method: 'delete', action: 'delete', isList: false, parameters: DELETE },
  create: { method: 'post', action: 'post', isList: false, parameters: WRITE },
};

/** What answers no object: a log, or a connection to a pod. */
function textKind({ name }: Subresource, verb: string): Kind {
  if (name === 'log') return { method: 'get', action: 'get', isList: false, isText: true, parameters: LOG };
  const method = verb === 'create' ? 'post' : 'get';
  return { method, action: 'connect', isList: false, isText: true, parameters: CONNECTION[name] ?? [] };
}

/** All operations of a kind, by their paths. */
export function operationsOf(resource: Resource): Map<string, Operation[]> {
  const { plural, namespaced, verbs } = resource;
  const root = `/${resource.group ? 'apis' : 'api'}/${apiVersionOf(resource)}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const scope = namespaced ? [NAMESPACE] : [];
  const paths = new Map<string, Operation[]>();
  const add = (path: string, kinds: readonly (Kind | undefined)[], place: Place): void => {
    const operations = kinds.flatMap((kind) => (kind ? [operationOn(resource, kind, place)] : []));
    if (operations.length > 0) paths.set(path, operations);
  };
  if (namespaced && verbs.includes('list')) add(`${root}/${plural}`, [ON_COLLECTION.list], { parameters: [] });
  add(collection, verbs.map((verb) => ON_COLLECTION[verb]), { parameters: scope }); // prettier-ignore
  const onObject = verbs.filter((verb) => verb !== 'create').map((verb) => ON_OBJECT[verb]);
  add(`${collection}/{name}`, onObject, { parameters: [...scope, NAME] });
  for (const subresource of subresourcesOf(resource)) {
    const kinds = subresource.verbs.map((verb) => (subresource.isText ? textKind(subresource, verb) : ON_OBJECT[verb]));
    add(`${collection}/{name}/${subresource.name}`, kinds, { parameters: [...scope, NAME], subresource });
  }
  return paths;
}

type Place = { readonly parameters: readonly Parameter[]; readonly subresource?: Subresource };

function operationOn(resource: Resource, kind: Kind, { parameters, subresource }: Place): Operation {
  const { group, version, kind: own } = resource;
  return {
    ...kind,
    resource,
    kind: subresource?.kind ?? { group, version, kind: own },
    subresource: subresource?.name ?? '',
    parameters: [...kind.parameters, ...parameters],
  };
}
