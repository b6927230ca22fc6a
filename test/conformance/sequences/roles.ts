import type { Answer, Sequence, Step } from '../sequence.ts';
import { CONFIG_MAPS, configMap, CORE, get, patch, post, put, remove } from './requests.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const CLUSTER_ROLES = `${RBAC}/clusterroles`;
const CLUSTER_BINDINGS = `${RBAC}/clusterrolebindings`;
const ROLES = `${RBAC}/namespaces/{ns}/roles`;
const BINDINGS = `${RBAC}/namespaces/{ns}/rolebindings`;
const BOB = 'bob-{id}';

const role = (kind: 'Role' | 'ClusterRole', name: string, rules: object[] | null, more: object = {}): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  rules,
  ...more,
});

const binding = (kind: 'RoleBinding' | 'ClusterRoleBinding', name: string, ref: string, user = BOB): object => {
  const [refKind, refName] = ref.split('/');
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: refKind, name: refName },
    subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
  };
};

const rule = (verbs: string[], apiGroups: string[], resources: string[], more: object = {}): object => ({
  verbs,
  apiGroups,
  resources,
  ...more,
});

const EVERY = ['create', 'get', 'list', 'update', 'patch', 'delete'];
const KINDS = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'];

/** Grants reach the authorizer a moment after they were written. */
const isAllowed = ({ status }: Answer): boolean => status !== 403;
const asBob = (step: Step): Step => ({ ...step, as: BOB });

type Item = { metadata: { name: string; labels?: object }; aggregationRule?: object };

/** What kube-apiserver itself makes sure of: not what a controller manager fills in, or is for. */
const ownPolicy = (body: unknown): unknown =>
  (body as { items: Item[] }).items
    .filter(({ metadata }) => !/^(system:controller:|durasync:)/.test(metadata.name))
    .map(({ metadata: { name, labels }, ...content }) => ({
      name,
      labels,
      ...content,
      ...(content.aggregationRule && { rules: null }),
    }));

const selecting = (fields: string): string =>
  `${CONFIG_MAPS}?fieldSelector=${encodeURIComponent(fields).replaceAll('%7Bns%7D', '{ns}')}`;
const namesOf = (body: unknown): unknown => (body as { items: Item[] }).items.map(({ metadata }) => metadata.name);

/** The bytes of a text, as Node takes them in headers. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const whoIs = (headers: NonNullable<Step['headers']>): Step =>
  post('/apis/authentication.k8s.io/v1/selfsubjectreviews', SELF_REVIEW, { headers, select: userOf });
const SELF_REVIEW = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
const userOf = (body: unknown): unknown => (body as { status: { userInfo?: unknown } }).status.userInfo ?? body;

const bootstrapped = (kinds: string): Step =>
  get(`${RBAC}/${kinds}?labelSelector=kubernetes.io/bootstrapping%3Drbac-defaults`, { select: ownPolicy });

/** Who may give what to whom. */
export const ROLE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'bootstrap-policy',
    steps: ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'].map(bootstrapped),
  },
  {
    name: 'escalation',
    steps: [
      asBob(get(`${CORE}/configmaps`)),
      asBob(get('/metrics')),
      post(CLUSTER_ROLES, role('ClusterRole', 'maker-{id}', [rule(EVERY, ['rbac.authorization.k8s.io'], KINDS)])),
      post(CLUSTER_BINDINGS, binding('ClusterRoleBinding', 'maker-{id}', 'ClusterRole/maker-{id}')),
      asBob(get(`${CLUSTER_ROLES}/maker-{id}`, { until: isAllowed })),
      asBob(post(ROLES, role('Role', 'a', [rule(['list', 'get'], [''], ['secrets', 'pods', 'pods/log'])]))),
      asBob(post(ROLES, role('Role', 'a', [rule(['get'], [''], ['secrets'], { resourceNames: ['x', 'y'] })]))),
      asBob(post(ROLES, role('Role', 'a', [rule(['get', 'watch'], ['rbac.authorization.k8s.io'], ['roles'])]))),
      asBob(post(ROLES, role('Role', 'a', [rule(['get'], ['rbac.authorization.k8s.io'], ['roles'])]))),
      asBob(
        post(
          CLUSTER_ROLES,
          role('ClusterRole', 'a-{id}', [
            { verbs: ['get', 'post'], nonResourceURLs: ['/x', '/api'] },
            rule(['get'], [''], ['pods']),
          ]),
        ),
      ),
      asBob(
        post(
          CLUSTER_ROLES,
          role('ClusterRole', 'a-{id}', null, {
            aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b-{id}' } }] },
          }),
        ),
      ),
      asBob(post(BINDINGS, binding('RoleBinding', 'b', 'Role/missing'))),
      asBob(post(BINDINGS, binding('RoleBinding', 'b', 'ClusterRole/missing'))),
      asBob(post(CLUSTER_BINDINGS, binding('ClusterRoleBinding', 'b-{id}', 'ClusterRole/cluster-admin'))),
      asBob(post(BINDINGS, binding('RoleBinding', 'b', 'ClusterRole/cluster-admin'))),
      asBob(post(BINDINGS, binding('RoleBinding', 'b', 'ClusterRole/system:basic-user'))),
      asBob(patch('merge', `${CLUSTER_ROLES}/cluster-admin`, { metadata: { labels: { a: 'b' } } })),
      asBob(put(`${ROLES}/a`, role('Role', 'a', [rule(['delete'], ['apps'], ['deployments'])]))),
      asBob(put(`${ROLES}/a`, role('Role', 'a', []))),
      asBob(patch('merge', `${ROLES}/a`, { metadata: { finalizers: ['example.com/x'] } })),
      asBob(patch('merge', `${ROLES}/a`, { metadata: { finalizers: null } })),
      asBob(remove(`${ROLES}/a`)),
    ],
  },
  {
    name: 'roles-of-names',
    steps: [
      post(CONFIG_MAPS, configMap('x'), { select: () => undefined }),
      post(
        ROLES,
        role('Role', 'a', [
          rule(['list', 'watch', 'deletecollection'], [''], ['configmaps'], { resourceNames: ['x'] }),
        ]),
      ),
      post(BINDINGS, binding('RoleBinding', 'a', 'Role/a')),
      asBob(get(selecting('metadata.name=x'), { until: isAllowed, select: namesOf })),
      asBob(get(selecting('metadata.name==x,metadata.namespace={ns}'), { select: namesOf })),
      asBob(get(selecting('metadata.name=x,metadata.name=y'), { select: namesOf })),
      asBob(get(`${selecting('metadata.name=x')}&watch=1&timeoutSeconds=1`, { select: (body) => typeof body })),
      ...[
        'metadata.name=y',
        'metadata.name!=x',
        'metadata.namespace=x',
        'metadata.name=a/x',
        'metadata.name=',
        'x',
      ].map((text) => asBob(get(selecting(text)))),
      asBob(get(CONFIG_MAPS)),
      asBob(get(`${CONFIG_MAPS}?watch=1&timeoutSeconds=1`)),
      asBob(get('/api/v1/watch/namespaces/{ns}/configmaps?fieldSelector=metadata.name%3Dx&timeoutSeconds=1')),
      asBob(get('/api/v1/configmaps?fieldSelector=metadata.name%3Dx')),
      asBob(get(`${CONFIG_MAPS}/x`)),
      asBob(remove(selecting('metadata.name=x'))),
    ],
  },
  {
    name: 'impersonation',
    steps: [
      whoIs({ 'impersonate-user': 'cn=ada,dc=b', 'impersonate-group': ['cn=devs, dc=b', 'ops'] }),
      whoIs({ 'impersonate-user': 'ada', 'impersonate-extra-scopes': ['view, edit', 'x'], 'impersonate-uid': '7' }),
      whoIs({ 'impersonate-user': utf8('zoë'), 'impersonate-extra-a%2fb': 'c', 'impersonate-other': 'x' }),
      whoIs({ 'impersonate-user': 'system:serviceaccount:a:b' }),
      whoIs({ 'impersonate-user': 'system:serviceaccount:a:b', 'impersonate-group': 'system:authenticated' }),
      whoIs({ 'impersonate-user': 'system:serviceaccount:A_:b' }),
      whoIs({ 'impersonate-user': 'system:anonymous' }),
      asBob(get(CLUSTER_ROLES, { headers: { 'impersonate-group': 'cn=devs,system:masters' } })),
    ],
  },
  {
    name: 'escalate-and-bind',
    steps: [
      post(
        CLUSTER_ROLES,
        role('ClusterRole', 'maker-{id}', [
          rule([...EVERY, 'escalate'], ['rbac.authorization.k8s.io'], ['roles']),
          rule(EVERY, ['rbac.authorization.k8s.io'], ['rolebindings', 'clusterroles']),
          rule(['bind'], ['rbac.authorization.k8s.io'], ['clusterroles'], { resourceNames: ['view', 'missing'] }),
          rule(['escalate'], ['rbac.authorization.k8s.io'], ['clusterroles'], { resourceNames: ['a-{id}'] }),
        ]),
      ),
      post(CLUSTER_BINDINGS, binding('ClusterRoleBinding', 'maker-{id}', 'ClusterRole/maker-{id}')),
      asBob(get(`${CLUSTER_ROLES}/maker-{id}`, { until: isAllowed })),
      asBob(post(ROLES, role('Role', 'a', [rule(['*'], ['*'], ['*'])]))),
      asBob(post(CLUSTER_ROLES, role('ClusterRole', 'a-{id}', [rule(['*'], ['*'], ['*'])]))),
      asBob(post(CLUSTER_ROLES, role('ClusterRole', 'a-{id}', []))),
      asBob(put(`${CLUSTER_ROLES}/a-{id}`, role('ClusterRole', 'a-{id}', [rule(['*'], ['*'], ['*'])]))),
      asBob(post(BINDINGS, binding('RoleBinding', 'b', 'ClusterRole/view'))),
      asBob(post(BINDINGS, binding('RoleBinding', 'c', 'ClusterRole/missing'))),
      asBob(post(BINDINGS, binding('RoleBinding', 'd', 'ClusterRole/edit-{id}'))),
      asBob(post(BINDINGS, binding('RoleBinding', 'd', 'Role/a'))),
      asBob(post(`${CORE}/configmaps`, configMap('a'))),
    ],
  },
];
