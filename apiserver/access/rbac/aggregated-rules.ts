import { equalJson } from '../../object/kube-object.ts';
import { labelSelectorMatches } from '../../object/label-selector.ts';
import type { Role } from './policy.ts';
import type { PolicyRule } from './rules.ts';

/** The rules of a role that is put together from others: of all its selectors pick, by name, none of them twice. */
export function aggregatedRules(role: Role, clusterRoles: readonly Role[]): PolicyRule[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  const picked = selectors.flatMap((selector) =>
    clusterRoles
      .filter(({ metadata }) => metadata.name !== role.metadata.name)
      .filter(({ metadata }) => labelSelectorMatches(selector, metadata.labels ?? {}))
      .toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)),
  );
  const rules: PolicyRule[] = [];
  for (const rule of picked.flatMap((one) => one.rules ?? [])) {
    if (!rules.some((known) => equalJson(known, rule))) rules.push(rule);
  }
  return rules;
}
