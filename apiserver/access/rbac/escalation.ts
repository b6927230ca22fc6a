import type { GroupResource } from '../../errors/index.ts';
import { forbiddenRequest } from '../../errors/index.ts';
import type { Admission, AdmissionRequest } from '../../rest/dependencies.ts';
import { equalJson } from '../../object/kube-object.ts';
import type { Authorizer } from '../authorizer.ts';
import type { Policy, Role, RoleBinding } from './policy.ts';
import { boundRules, effectiveRules, MASTERS, rulesOf } from './policy.ts';
import type { PolicyRule } from './rules.ts';
import { printRule, uncoveredRules } from './rules.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/**
 * Nobody gives more than they have: who writes a role or a binding must hold all its rules, or the verb `escalate` on
 * the role, `bind` on the role that is bound.
 */
export function escalationAdmission(policy: () => Policy, authorize: Authorizer): Admission {
  return {
    validate: async (request) => {
      const { resource, object, old, user } = request;
      if (resource.group !== RBAC_GROUP || !object || user.groups.includes(MASTERS)) return;
      if (old && sameGrant(object, old)) return;
      const isBinding = resource.plural.endsWith('bindings');
      if (await mayEscalate(request, authorize, isBinding)) return;
      const wanted = isBinding ? boundRules(policy(), object as RoleBinding) : roleRules(policy(), object);
      refuseMissing(request, policy(), wanted);
    },
  };
}

function sameGrant(object: object, old: object): boolean {
  const grantOf = (value: object): unknown => {
    const { rules, aggregationRule, roleRef, subjects } = value as Record<string, unknown>;
    return [rules ?? null, aggregationRule ?? null, roleRef ?? null, subjects ?? null];
  };
  return equalJson(grantOf(object), grantOf(old));
}

/** An aggregated role gives what it selects, and one day what else comes to be selected: everything. */
function roleRules(policy: Policy, role: Role): readonly PolicyRule[] {
  const everything = [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ];
  return role.aggregationRule ? everything : effectiveRules(policy, role);
}

function mayEscalate(
  { resource, namespace, name, user, object }: AdmissionRequest,
  authorize: Authorizer,
  isBinding: boolean,
): Promise<boolean> {
  const { roleRef } = object as Partial<RoleBinding>;
  const bound = roleRef?.kind === 'Role' ? 'roles' : 'clusterroles';
  const asked = {
    group: RBAC_GROUP,
    version: resource.version,
    resource: isBinding ? bound : resource.plural,
    subresource: '',
    namespace,
    name: isBinding ? (roleRef?.name ?? '') : name,
  };
  const verb = isBinding ? 'bind' : 'escalate';
  return authorize({ user, verb, path: '', resource: asked }).then(({ allowed }) => allowed);
}

function refuseMissing(
  { resource, namespace, name, user }: AdmissionRequest,
  policy: Policy,
  wanted: readonly PolicyRule[],
): void {
  const held = rulesOf(policy, user, namespace).map(({ rule }) => rule);
  const missing = uncoveredRules(held, wanted);
  if (missing.length === 0) return;
  const groups = user.groups.map((group) => JSON.stringify(group)).join(' ');
  const who = `user ${JSON.stringify(user.name)} (groups=[${groups}])`;
  const list = missing.map(printRule).join('\n');
  const of: GroupResource = { group: RBAC_GROUP, resource: resource.plural };
  throw forbiddenRequest(of, name, `${who} is attempting to grant RBAC permissions not currently held:\n${list}`);
}
