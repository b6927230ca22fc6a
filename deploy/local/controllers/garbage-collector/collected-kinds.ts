import type { ResourceRef } from '../../../../resources/kind.ts';

/** Built-in kinds that own or are owned here. All others are looked up only when they are named as an owner. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  '': ['pods', 'services', 'secrets', 'configmaps', 'serviceaccounts', 'persistentvolumeclaims'],
  apps: ['deployments', 'replicasets'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'rbac.authorization.k8s.io': ['roles', 'rolebindings'],
};

/** Kubernetes' own groups have no dot or end in `.k8s.io`; all others come from CustomResourceDefinitions. */
const isCustom = (group: string): boolean => group.includes('.') && !group.endsWith('.k8s.io');

/** Whether the collector follows a kind. */
export function isCollected(kind: ResourceRef & { readonly verbs: readonly string[] }): boolean {
  if (!kind.verbs.includes('watch')) return false;
  return isCustom(kind.group) || (BUILT_IN[kind.group]?.includes(kind.plural) ?? false);
}

/** Names a kind for maps. */
export const kindKey = ({ group, plural }: Pick<ResourceRef, 'group' | 'plural'>): string => `${plural}.${group}`;
