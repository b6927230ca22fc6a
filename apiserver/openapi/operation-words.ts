import type { Operation } from './operations.ts';
import { NAMESPACE } from './parameters.ts';

const VERBS: Readonly<Partial<Record<Operation['action'], string>>> = {
  get: 'read',
  post: 'create',
  put: 'replace',
  deletecollection: 'delete',
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const wordsOf = (text: string): string => text.split(/[.-]/).map(capitalised).join('');

/** `rbac.authorization.k8s.io` is RbacAuthorization. */
const groupWords = (group: string): string => wordsOf(group.replace(/\.k8s\.io$/, '') || 'core');

/** A name no other operation of the whole API has, as clients that are generated call it. */
export function operationId({ action, method, resource, subresource, parameters }: Operation): string {
  const isScoped = parameters.includes(NAMESPACE);
  return [
    VERBS[action] ?? action,
    groupWords(resource.group),
    capitalised(resource.version),
    action === 'connect' ? capitalised(method) : '',
    action === 'deletecollection' ? 'Collection' : '',
    isScoped ? 'Namespaced' : '',
    resource.kind,
    wordsOf(subresource),
    resource.namespaced && !isScoped ? 'ForAllNamespaces' : '',
  ].join('');
}

/** What operations are grouped by. */
export function tagOf({ resource: { group, version } }: Operation): string {
  const words = groupWords(group);
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}_${version}`;
}

export function describeOperation({ action, method, resource: { kind }, subresource }: Operation): string {
  const of = subresource && `${subresource} of `;
  switch (action) {
    case 'list':
      return `list or watch objects of kind ${kind}`;
    case 'deletecollection':
      return `delete collection of ${kind}`;
    case 'post':
      return `create ${of}${withArticle(kind)}`;
    case 'delete':
      return `delete ${of}${withArticle(kind)}`;
    case 'connect':
      return `connect ${method.toUpperCase()} requests to ${of}${kind}`;
    case 'patch':
      return `partially update ${of}the specified ${kind}`;
    default:
      return `${VERBS[action]} ${of}the specified ${kind}`;
  }
}

function withArticle(kind: string): string {
  if (/[^s]s$/.test(kind)) return kind;
  return `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}`;
}
