import type { GroupResource } from '../../errors/index.ts';
import { forbiddenRequest, notFound } from '../../errors/index.ts';
import type { Admission, AdmissionRequest } from '../../rest/dependencies.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import type { Authorizer } from '../authorizer.ts';
import type { Policy, Role, RoleBinding } from './policy.ts';
import { boundRole, grantsOf, MASTERS, rulesOf } from './policy.ts';
import type { PolicyRule } from './rules.ts';
import { compactRules, grantCount, printRule, uncoveredRules } from './rules.ts';

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
      if (old && differsForDeletionOnly(object, old)) return;
      const isBinding = resource.plural.endsWith('bindings');
      if (await mayEscalate(request, authorize, isBinding)) return;
      if (isBinding) refuseMissing(request, policy(), rulesToBind(request, policy()));
      else checkRole(request, policy());
    },
  };
}

const OF_DELETION = new Set(['ownerReferences', 'finalizers', 'managedFields', 'resourceVersion']);

/** Whoever may write an object at all may also let it go. */
function differsForDeletionOnly(object: KubeObject, old: KubeObject): boolean {
  const rest = ({ metadata, ...content }: KubeObject): unknown => {
    const others = Object.entries(metadata).filter(([name]) => !OF_DELETION.has(name));
    return { ...content, metadata: Object.fromEntries(others) };
  };
  return equalJson(rest(object), rest(old));
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** An aggregated role gives what it selects, and one day what else comes to be selected: everything. */
function checkRole(request: AdmissionRequest, policy: Policy): void {
  const { object, old, resource, name, user } = request;
  refuseMissing(request, policy, (object as Role).rules ?? []);
  if (!(object as Role).aggregationRule && !(old as Role | undefined)?.aggregationRule) return;
  if (uncoveredRules(rulesOf(policy, user, ''), EVERYTHING).length === 0) return;
  const of = { group: RBAC_GROUP, resource: resource.plural };
  throw forbiddenRequest(of, name, 'must have cluster-admin privileges to use the aggregationRule');
}

/** @throws StatusError 404: nobody knows what a missing role will give one day */
function rulesToBind({ object, resource }: AdmissionRequest, policy: Policy): readonly PolicyRule[] {
  const binding = object as RoleBinding;
  const role = boundRole(policy, binding);
  if (!role) throw notFound({ group: RBAC_GROUP, resource: resource.plural }, binding.roleRef.name);
  return role.rules ?? [];
}

function mayEscalate(
  { resource, namespace, name, user, object, operation }: AdmissionRequest,
  authorize: Authorizer,
  isBinding: boolean,
): Promise<boolean> {
  const { roleRef } = object as Partial<RoleBinding>;
  const bound = roleRef?.kind === 'Role' ? 'roles' : 'clusterroles';
  // The path of a creation has no name a rule could be limited to.
  const roleName = operation === 'CREATE' ? '' : name;
  const asked = {
    group: RBAC_GROUP,
    version: resource.version,
    resource: isBinding ? bound : resource.plural,
    subresource: '',
    namespace,
    name: isBinding ? (roleRef?.name ?? '') : roleName,
  };
  const verb = isBinding ? 'bind' : 'escalate';
  return authorize({ user, verb, path: '', resource: asked }).then(({ allowed }) => allowed);
}

/** Each is looked at alone, while everybody waits. The largest role of a new cluster has a hundredth of it. */
const MOST_GRANTS = 50_000;

function refuseMissing(
  { resource, namespace, name, user }: AdmissionRequest,
  policy: Policy,
  wanted: readonly PolicyRule[],
): void {
  const of: GroupResource = { group: RBAC_GROUP, resource: resource.plural };
  const count = grantCount(wanted);
  if (count > MOST_GRANTS) {
    throw forbiddenRequest(
      of,
      name,
      `its rules give ${count} permissions, of which at most ${MOST_GRANTS} are checked`,
    );
  }
  const grants = grantsOf(policy, user, namespace);
  const held = grants.rules.map(({ rule }) => rule);
  const missing = compactRules(uncoveredRules(held, wanted));
  if (missing.length === 0) return;
  const unresolved = grants.missing.map((role) => notFound(of, role.name).message).join(', ');
  const end = unresolved && `; resolution errors: [${unresolved}]`;
  const groups = user.groups.map((group) => JSON.stringify(group)).join(' ');
  const who = `user ${JSON.stringify(user.name)} (groups=[${groups}])`;
  const list = [...new Set(missing.map(printRule))].sort().join('\n');
  throw forbiddenRequest(of, name, `${who} is attempting to grant RBAC permissions not currently held:\n${list}${end}`);
}
