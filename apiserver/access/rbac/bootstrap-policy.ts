import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../object/kube-object.ts';
import { EPHEMERAL_TOKEN_PATH } from './ephemeral-token-path.ts';
import { RBAC_GROUP } from './escalation.ts';
import type { Role, RoleBinding } from './policy.ts';

type Identity = {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
};

/** bootstrap-policy.json: what kube-apiserver 1.34 makes sure of at its start, without what all of it has in common. */
export type BootstrapPolicy = {
  readonly clusterRoles: readonly (Identity & Pick<Role, 'rules' | 'aggregationRule'>)[];
  readonly roles: readonly (Identity & Pick<Role, 'rules' | 'aggregationRule'>)[];
  readonly clusterRoleBindings: readonly (Identity & Pick<RoleBinding, 'roleRef' | 'subjects'>)[];
  readonly roleBindings: readonly (Identity & Pick<RoleBinding, 'roleRef' | 'subjects'>)[];
};

const EPHEMERAL = 'durasync:ephemeral-token';

/** Whoever is known may ask for a short-lived token, where kubectl needs one. */
const OWN: BootstrapPolicy = {
  clusterRoles: [{ name: EPHEMERAL, rules: [{ verbs: ['post'], nonResourceURLs: [EPHEMERAL_TOKEN_PATH] }] }],
  roles: [],
  clusterRoleBindings: [
    {
      name: EPHEMERAL,
      roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: EPHEMERAL },
      subjects: [{ apiGroup: RBAC_GROUP, kind: 'Group', name: 'system:authenticated' }],
    },
  ],
  roleBindings: [],
};

const KINDS = {
  clusterRoles: 'ClusterRole',
  roles: 'Role',
  clusterRoleBindings: 'ClusterRoleBinding',
  roleBindings: 'RoleBinding',
} as const;

/** The roles and bindings that are there from the start, roles first. */
export function bootstrapPolicy(): KubeObject[] {
  const file = readFileSync(new URL('bootstrap-policy.json', import.meta.url), 'utf8');
  const kubernetes = JSON.parse(file) as BootstrapPolicy;
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  return names.flatMap((name) => [...kubernetes[name], ...OWN[name]].map((one) => toObject(KINDS[name], one)));
}

function toObject(kind: string, { name, namespace, labels, ...content }: Identity): KubeObject {
  const metadata = {
    name,
    ...(namespace && { namespace }),
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
    annotations: { [AUTO_UPDATE]: 'true' },
  };
  return { apiVersion: `${RBAC_GROUP}/v1`, kind, metadata, ...content };
}

/** With `false` an object stays as it is at the start. */
export const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate';
