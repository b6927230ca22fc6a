import type { KubeObject } from '../../object/kube-object.ts';
import { labelSelectorMatches } from './label-selector.ts';
import type { LabelSelector } from './label-selector.ts';
import type { User } from '../../rest/dependencies.ts';
import type { AccessDecision, AccessRequest } from '../authorizer.ts';
import type { PolicyRule } from './rules.ts';
import { ruleAllows } from './rules.ts';

/** Whoever is in it may do everything, whatever the roles say. */
export const MASTERS = 'system:masters';

export type Role = KubeObject & {
  readonly rules?: readonly PolicyRule[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
};

export type Subject = { readonly kind: string; readonly name: string; readonly namespace?: string };
export type RoleReference = { readonly kind: string; readonly name: string };
export type RoleBinding = KubeObject & {
  readonly roleRef: RoleReference;
  readonly subjects?: readonly Subject[] | null;
};

/** All roles and bindings there are now. */
export type Policy = {
  readonly roles: readonly Role[];
  readonly clusterRoles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
  readonly clusterRoleBindings: readonly RoleBinding[];
};

/** Whether the roles bound to a user let a request through. */
export function decide(policy: Policy, request: AccessRequest): AccessDecision {
  const { user, resource } = request;
  if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
  const allowed = rulesOf(policy, user, resource?.namespace ?? '').find(({ rule }) => ruleAllows(rule, request));
  return allowed ? { allowed: true, reason: allowed.reason } : { allowed: false, reason: '' };
}

export type GrantedRule = { readonly rule: PolicyRule; readonly reason: string };

/** What a user may do by roles in a namespace; empty: in the whole cluster. */
export function rulesOf(policy: Policy, user: User, namespace: string): GrantedRule[] {
  const local = policy.roleBindings.filter(({ metadata }) => namespace !== '' && metadata.namespace === namespace);
  return [...policy.clusterRoleBindings, ...local].flatMap((binding) => {
    const subject = (binding.subjects ?? []).find((one) => isSubject(one, user, binding.metadata.namespace ?? ''));
    if (!subject) return [];
    const reason = `RBAC: allowed by ${describeBinding(binding)} to ${describeSubject(subject)}`;
    return boundRules(policy, binding).map((rule) => ({ rule, reason }));
  });
}

/** The rules a binding gives; none if its role is missing. */
export function boundRules(policy: Policy, { roleRef, metadata }: RoleBinding): readonly PolicyRule[] {
  const isLocal = roleRef.kind === 'Role';
  const role = isLocal
    ? policy.roles.find((one) => one.metadata.name === roleRef.name && one.metadata.namespace === metadata.namespace)
    : policy.clusterRoles.find((one) => one.metadata.name === roleRef.name);
  return role ? effectiveRules(policy, role) : [];
}

/** A role's rules; an aggregated one has those of all it selects. */
export function effectiveRules({ clusterRoles }: Policy, role: Role): readonly PolicyRule[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors;
  if (!selectors) return role.rules ?? [];
  const selected = clusterRoles.filter(
    ({ metadata }) =>
      metadata.name !== role.metadata.name &&
      selectors.some((selector) => labelSelectorMatches(selector, metadata.labels ?? {})),
  );
  return selected.flatMap(({ rules }) => rules ?? []);
}

function isSubject({ kind, name, namespace }: Subject, user: User, bindingNamespace: string): boolean {
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.includes(name);
  return kind === 'ServiceAccount' && user.name === `system:serviceaccount:${namespace || bindingNamespace}:${name}`;
}

function describeBinding({ kind, metadata, roleRef }: RoleBinding): string {
  const { name = '', namespace } = metadata;
  const full = namespace ? `${name}/${namespace}` : name;
  return `${kind} ${JSON.stringify(full)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)}`;
}

function describeSubject({ kind, name, namespace }: Subject): string {
  return `${kind} ${JSON.stringify(namespace ? `${name}/${namespace}` : name)}`;
}
