import type { KubernetesObject } from '../../../../resources/kind.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import { matchesSelector } from '../objects/label-selector.ts';
import type { LabelSelector } from '../objects/meta.ts';

/** rbac.authorization.k8s.io/v1 ClusterRole, the fields in use here. */
export interface ClusterRole extends KubernetesObject {
  rules?: readonly unknown[] | null;
  aggregationRule?: { clusterRoleSelectors?: readonly LabelSelector[] };
}

/**
 * The rules of a role that is put together from others: those of every role that one of its selectors picks, in the order
 * of the names, none twice.
 */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): unknown[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  const picked = all
    .filter(({ metadata }) => metadata.name !== role.metadata.name)
    .filter(({ metadata }) => selectors.some((selector) => matchesSelector(selector, metadata.labels)))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rules = picked.flatMap((source) => source.rules ?? []);
  return [...new Map(rules.map((rule) => [canonicalJson(rule), rule])).values()];
}
