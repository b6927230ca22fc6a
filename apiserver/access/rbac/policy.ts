import { aggregate } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { LabelSelector } from '../../object/label-selector.ts';
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

export type Subject = {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};
export type RoleReference = { readonly apiGroup?: string; readonly kind: string; readonly name: string };
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
  const { rules, missing } = grantsOf(policy, user, resource?.namespace ?? '');
  const allowed = rules.find(({ rule }) => ruleAllows(rule, request));
  if (allowed) return { allowed: true, reason: allowed.reason };
  return { allowed: false, reason: missing.length > 0 ? `RBAC: ${aggregate(missing.map(missingRole))}` : '' };
}

const missingRole = ({ kind, name }: RoleReference): string =>
  `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`;

export type GrantedRule = { readonly rule: PolicyRule; readonly reason: string };

export type Grants = {
  readonly rules: readonly GrantedRule[];
  /** Roles that are bound and do not exist. */
  readonly missing: readonly RoleReference[];
};

/** What a user may do by roles in a namespace; empty: in the whole cluster. */
export function grantsOf(policy: Policy, user: User, namespace: string): Grants {
  const local = policy.roleBindings.filter(({ metadata }) => namespace !== '' && metadata.namespace === namespace);
  const rules: GrantedRule[] = [];
  const missing: RoleReference[] = [];
  for (const binding of [...policy.clusterRoleBindings, ...local]) {
    const subject = (binding.subjects ?? []).find((one) => isSubject(one, user, binding.metadata.namespace ?? ''));
    if (!subject) continue;
    const role = boundRole(policy, binding);
    if (!role) missing.push(binding.roleRef);
    const reason = `RBAC: allowed by ${describeBinding(binding)} to ${describeSubject(subject)}`;
    rules.push(...(role?.rules ?? []).map((rule) => ({ rule, reason })));
  }
  return { rules, missing };
}

/** The rules alone. */
export const rulesOf = (policy: Policy, user: User, namespace: string): PolicyRule[] =>
  grantsOf(policy, user, namespace).rules.map(({ rule }) => rule);

/** The role a binding refers to, if there is one. */
export function boundRole(policy: Policy, { roleRef, metadata }: RoleBinding): Role | undefined {
  if (roleRef.kind !== 'Role') return policy.clusterRoles.find((one) => one.metadata.name === roleRef.name);
  return policy.roles.find(
    (one) => one.metadata.name === roleRef.name && one.metadata.namespace === metadata.namespace,
  );
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
