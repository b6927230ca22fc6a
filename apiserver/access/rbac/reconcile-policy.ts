import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { AUTO_UPDATE } from './bootstrap-policy.ts';
import type { Role, RoleBinding } from './policy.ts';
import { uncoveredRules } from './rules.ts';

/** A binding whose role is another one, which no update can change: it is deleted and made again. */
export const REPLACE = 'replace';

/**
 * What becomes of a role or binding at the start of the server (component-helpers, rbac reconciliation): what is missing
 * is added, what was added by others stays.
 * @returns undefined if it is fine as it is, or shall be left alone
 */
export function reconcileObject(existing: KubeObject, expected: KubeObject): KubeObject | typeof REPLACE | undefined {
  if (existing.metadata.annotations?.[AUTO_UPDATE] === 'false') return undefined;
  if (expected['roleRef'] && !isSameRole(existing as RoleBinding, expected as RoleBinding)) return REPLACE;
  const wanted = {
    ...existing,
    metadata: {
      ...existing.metadata,
      labels: { ...expected.metadata.labels, ...existing.metadata.labels },
      annotations: { ...expected.metadata.annotations, ...existing.metadata.annotations },
    },
    ...(expected['roleRef']
      ? { subjects: withMissing((existing as RoleBinding).subjects, (expected as RoleBinding).subjects) }
      : roleContent(existing, expected)),
  };
  return equalJson(wanted, existing) ? undefined : wanted;
}

function isSameRole({ roleRef: a }: RoleBinding, { roleRef: b }: RoleBinding): boolean {
  return a.kind === b.kind && a.name === b.name;
}

function roleContent(existing: Role, expected: Role): Partial<Role> {
  if (!expected.aggregationRule) {
    const rules = existing.rules ?? [];
    const missing = uncoveredRules(rules, expected.rules ?? []);
    return missing.length > 0 ? { rules: [...rules, ...missing] } : {};
  }
  const clusterRoleSelectors = withMissing(
    existing.aggregationRule?.clusterRoleSelectors,
    expected.aggregationRule.clusterRoleSelectors,
  );
  return { aggregationRule: { ...existing.aggregationRule, clusterRoleSelectors } };
}

function withMissing<T>(existing: readonly T[] | null | undefined, expected: readonly T[] | null | undefined): T[] {
  const found = existing ?? [];
  return [...found, ...(expected ?? []).filter((one) => !found.some((other) => equalJson(one, other)))];
}
