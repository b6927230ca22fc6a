import type { Resource } from '../kinds/resource.ts';

/** The name a kind's schema has in a description of the API: a built-in's is its Go type, a custom one's its group reversed. */
export function definitionName({ goType, group, version, kind }: Resource): string {
  return goType ?? [...group.split('.').reverse(), version, kind].join('.');
}

export const listDefinitionName = (resource: Resource): string =>
  resource.goType ? `${resource.goType}List` : `${definitionName({ ...resource, kind: resource.listKind })}`;

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export const OBJECT_META = `${META}.ObjectMeta`;
export const LIST_META = `${META}.ListMeta`;
export const DELETE_OPTIONS = `${META}.DeleteOptions`;
export const STATUS = `${META}.Status`;
export const PATCH = `${META}.Patch`;

/** How definitions are referred to in Kubernetes' own document, which the built-in ones come from. */
export const V2_PREFIX = '#/definitions/';
