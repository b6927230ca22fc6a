import type { Kinds } from '../kinds/kinds.ts';
import type { Resource, Subresource, Verb } from '../kinds/resource.ts';
import { apiVersionOf, subresourcesOf } from '../kinds/resource.ts';
import { storageVersionHash } from './storage-version-hash.ts';

type GroupVersion = { readonly groupVersion: string; readonly version: string };

/** GET /api */
export function apiVersions(kinds: Kinds, serverAddress: string): object {
  return {
    kind: 'APIVersions',
    versions: kinds.versionsOf(''),
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

/** GET /apis */
export function apiGroupList(kinds: Kinds): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames(kinds).map((name) => group(kinds, name)) };
}

/** GET /apis/<group>; undefined if there is none. */
export function apiGroup(kinds: Kinds, name: string): object | undefined {
  return kinds.versionsOf(name).length === 0
    ? undefined
    : { kind: 'APIGroup', apiVersion: 'v1', ...group(kinds, name) };
}

/** GET /api/v1 and /apis/<group>/<version>; undefined if there is none. */
export function apiResourceList(kinds: Kinds, groupName: string, version: string): object | undefined {
  const resources = resourcesOf(kinds, groupName, version);
  if (resources.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(groupName && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group: groupName, version }),
    resources: resources.flatMap(legacyResources),
  };
}

/** GET /api and /apis for a client that takes apidiscovery.k8s.io's form: everything in one answer. */
export function aggregatedDiscovery(kinds: Kinds, version: string, legacy: boolean): object {
  const names = legacy ? [''] : groupNames(kinds);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: names.map((name) => ({
      metadata: { ...(name && { name }) },
      versions: sortedVersions(kinds, name).map((item) => ({
        version: item,
        resources: resourcesOf(kinds, name, item).map(aggregatedResource),
        freshness: 'Current',
      })),
    })),
  };
}

/** What kube-aggregator puts first, so that a short name two groups have means the same kind to clients. */
const FIRST_GROUPS = [
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
];

/** Others, custom ones, come last. */
function compareGroups(a: string, b: string): number {
  const rankOf = (name: string): number => {
    const index = FIRST_GROUPS.indexOf(name);
    return index < 0 ? FIRST_GROUPS.length : index;
  };
  return rankOf(a) - rankOf(b) || (a < b ? -1 : 1);
}

function groupNames(kinds: Kinds): string[] {
  return [...new Set(kinds.all().map((resource) => resource.group))].filter((name) => name !== '').sort(compareGroups);
}

function resourcesOf(kinds: Kinds, groupName: string, version: string): Resource[] {
  const own = kinds.all().filter((resource) => resource.group === groupName && resource.version === version);
  return own.sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function group(kinds: Kinds, name: string): object {
  const versions: GroupVersion[] = sortedVersions(kinds, name).map((version) => ({
    groupVersion: apiVersionOf({ group: name, version }),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

const STAGES = ['alpha', 'beta', ''];

/** The most stable first, of those the newest (apimachinery, pkg/version): v2, v1, v1beta2, v1alpha1, others. */
export function sortedVersions(kinds: Kinds, name: string): string[] {
  return kinds.versionsOf(name).sort(compareVersions);
}

/**
 * The order of versions by priority: v2, v1, v1beta2, v1alpha1, then others by name (apimachinery,
 * version.CompareKubeAwareVersionStrings).
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : 1;
  for (let index = 0; index < left.length; index++) {
    const difference = (right[index] ?? 0) - (left[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(version: string): number[] | undefined {
  const [, major, , stage = '', minor = '0'] = /^v(\d+)((alpha|beta)(\d+))?$/.exec(version) ?? [];
  return major === undefined ? undefined : [STAGES.indexOf(stage), Number(major), Number(minor)];
}

function legacyResources(resource: Resource): object[] {
  const { plural: name, singular, namespaced, kind, shortNames, categories } = resource;
  const singularName = singular;
  const hash = storageVersionHash(resource);
  const own = {
    name,
    singularName,
    namespaced,
    kind,
    verbs: shownVerbs(resource),
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(hash && { storageVersionHash: hash }),
  };
  const subs = subresourcesOf(resource).map((sub) => ({
    name: `${name}/${sub.name}`,
    singularName: '',
    namespaced,
    ...(isForeign(sub, resource) && { group: sub.kind.group, version: sub.kind.version }),
    kind: sub.kind.kind,
    verbs: sub.verbs,
  }));
  return [own, ...subs];
}

/** What only makes or changes objects is not told of a kind whose objects go. */
const shownVerbs = ({ verbs, isTerminating }: Resource): readonly Verb[] =>
  isTerminating ? verbs.filter((verb) => !['create', 'patch', 'update'].includes(verb)) : verbs;

const isForeign = ({ kind }: Subresource, { group: own, version }: Resource): boolean =>
  kind.group !== own || kind.version !== version;

function aggregatedResource(resource: Resource): object {
  const { plural, singular, kind, shortNames, categories, namespaced } = resource;
  const responseKind = responseKindOf({ group: resource.group, version: resource.version, kind }, resource);
  const subs = subresourcesOf(resource).map((sub) => ({
    subresource: sub.name,
    responseKind: responseKindOf(sub.kind, resource),
    verbs: sub.verbs,
  }));
  return {
    resource: plural,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: shownVerbs(resource),
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subs.length > 0 && { subresources: subs }),
  };
}

/** Of a built-in kind's own group and version nothing is told. */
function responseKindOf(kind: Subresource['kind'], { decoding, group, version }: Resource): Subresource['kind'] {
  const isOwn = decoding === 'typed' && kind.group === group && kind.version === version;
  return isOwn ? { group: '', version: '', kind: kind.kind } : kind;
}
