import { readFileSync, writeFileSync } from 'node:fs';
import type { KubeObject } from '../../object/kube-object.ts';
import type { BootstrapPolicy } from './bootstrap-policy.ts';
import type { Role, RoleBinding } from './policy.ts';

/**
 * Writes bootstrap-policy.json from what a kube-apiserver has at its start; run on a new release:
 * `kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json | node generate-bootstrap-policy.ts`.
 */
const { items } = JSON.parse(readFileSync(0, 'utf8')) as { items: readonly KubeObject[] };
// Those of the controller manager's controllers are left out: the controllers here act as the server itself.
const own = items.filter(({ metadata }) => metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults');
const wanted = own.filter(({ metadata }) => !metadata.name?.startsWith('system:controller:'));
const ofKind = <T extends KubeObject>(wantedKind: string): T[] =>
  wanted.filter(({ kind }) => kind === wantedKind) as T[];

const policy: BootstrapPolicy = {
  clusterRoles: ofKind<Role>('ClusterRole').map(bareRole),
  roles: ofKind<Role>('Role').map(bareRole),
  clusterRoleBindings: ofKind<RoleBinding>('ClusterRoleBinding').map(bareBinding),
  roleBindings: ofKind<RoleBinding>('RoleBinding').map(bareBinding),
};
writeFileSync(new URL('bootstrap-policy.json', import.meta.url), `${JSON.stringify(policy, null, 1)}\n`);

function bareRole({ metadata, rules, aggregationRule }: Role): BootstrapPolicy['roles'][number] {
  // An aggregated role's rules are those of others, when it was read.
  return { ...identityOf(metadata), ...(aggregationRule ? { aggregationRule } : { rules: rules ?? [] }) };
}

function bareBinding({ metadata, roleRef, subjects }: RoleBinding): BootstrapPolicy['roleBindings'][number] {
  return { ...identityOf(metadata), roleRef, subjects: subjects ?? [] };
}

function identityOf({ name = '', namespace, labels }: KubeObject['metadata']): {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
} {
  const others = Object.entries(labels ?? {}).filter(([label]) => label !== 'kubernetes.io/bootstrapping');
  return { name, ...(namespace && { namespace }), ...(others.length > 0 && { labels: Object.fromEntries(others) }) };
}
