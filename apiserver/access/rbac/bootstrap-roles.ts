import { PUBLIC_PATHS } from '../authorizer.ts';
import { RBAC_GROUP } from './escalation.ts';
import type { PolicyRule } from './rules.ts';

/** The server itself. */
export const SYSTEM_ADMIN = { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] };

/** Where kubectl's users get their short-lived tokens, where they need them. */
export const EPHEMERAL_TOKEN_PATH = '/ephemeral-token';

const DISCOVERY = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', '/version', '/version/'];
const HEALTH = ['/healthz', '/livez', '/readyz'];
const REVIEWS: PolicyRule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  { verbs: ['post'], nonResourceURLs: [EPHEMERAL_TOKEN_PATH] },
];

type Bootstrap = { readonly name: string; readonly rules: readonly PolicyRule[]; readonly groups: readonly string[] };

/** The cluster roles that are there from the start, each with the groups it is bound to. */
const ROLES: readonly Bootstrap[] = [
  {
    name: 'cluster-admin',
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
    groups: ['system:masters'],
  },
  {
    name: 'system:discovery',
    rules: [{ verbs: ['get'], nonResourceURLs: [...DISCOVERY, ...HEALTH] }],
    groups: ['system:authenticated'],
  },
  { name: 'system:basic-user', rules: REVIEWS, groups: ['system:authenticated'] },
  {
    name: 'system:public-info-viewer',
    rules: [{ verbs: ['get'], nonResourceURLs: [...PUBLIC_PATHS, '/version/'] }],
    groups: ['system:authenticated', 'system:unauthenticated'],
  },
];

const metadata = (name: string): object => ({
  name,
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
});

/** The objects to create where they are missing, by their plural. */
export function bootstrapPolicy(): { plural: 'clusterroles' | 'clusterrolebindings'; object: object }[] {
  const apiVersion = `${RBAC_GROUP}/v1`;
  return ROLES.flatMap(({ name, rules, groups }) => [
    { plural: 'clusterroles' as const, object: { apiVersion, kind: 'ClusterRole', metadata: metadata(name), rules } },
    {
      plural: 'clusterrolebindings' as const,
      object: {
        apiVersion,
        kind: 'ClusterRoleBinding',
        metadata: metadata(name),
        roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name },
        subjects: groups.map((group) => ({ apiGroup: RBAC_GROUP, kind: 'Group', name: group })),
      },
    },
  ]);
}
