import type { Sample } from '../sample.ts';
import { local, sample } from '../sample.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const rules = [{ apiGroups: ['', 'apps'], resources: ['pods', 'pods/log'], verbs: ['get', '*'], resourceNames: ['p'] }];
const subjects = [
  { kind: 'User', name: 'bob', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'ServiceAccount', name: 'robot', namespace: '{ns}' },
];
const roleRef = (kind: string): object => ({ kind, name: 'view', apiGroup: 'rbac.authorization.k8s.io' });
const question = {
  resourceAttributes: { namespace: '{ns}', verb: 'get', group: 'apps', resource: 'deployments', name: 'd' },
};
/** Nothing is kept of it: it has no name. */
const nameless = { metadata: { name: undefined, labels: undefined, annotations: undefined, finalizers: undefined } };
const hook = (path: string): object => ({
  name: 'hook.example.test',
  clientConfig: { service: { namespace: 'default', name: 's', path, port: 8443 }, caBundle: '{ca}' },
  rules: [{ apiGroups: ['*'], apiVersions: ['v1'], operations: ['CREATE', 'DELETE'], resources: ['none'], scope: '*' }],
  failurePolicy: 'Ignore',
  matchPolicy: 'Exact',
  sideEffects: 'None',
  timeoutSeconds: 3,
  admissionReviewVersions: ['v1'],
  namespaceSelector: { matchExpressions: [{ key: 'none.test/x', operator: 'In', values: ['y'] }] },
  matchConditions: [{ name: 'never', expression: 'false' }],
});

export const ACCESS_SAMPLES: readonly Sample[] = [
  local(RBAC, 'Role', 'roles', { rules }),
  local(RBAC, 'RoleBinding', 'rolebindings', { subjects, roleRef: roleRef('ClusterRole') }),
  sample(RBAC, 'ClusterRole', 'clusterroles', {
    metadata: { name: 'sample-{ns}' },
    rules: [...rules, { nonResourceURLs: ['/healthz*'], verbs: ['get'] }],
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { none: 'test' } }] },
  }),
  sample(RBAC, 'ClusterRoleBinding', 'clusterrolebindings', {
    metadata: { name: 'sample-{ns}' },
    subjects,
    roleRef: roleRef('ClusterRole'),
  }),
  sample('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews', {
    ...nameless,
    spec: { token: 'x', audiences: ['a', 'b'] },
  }),
  sample('authentication.k8s.io/v1', 'SelfSubjectReview', 'selfsubjectreviews', nameless),
  sample('authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews', {
    ...nameless,
    spec: { ...question, user: 'bob', groups: ['devs'], uid: '7', extra: { scopes: ['a', 'b'] } },
  }),
  sample('authorization.k8s.io/v1', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', {
    ...nameless,
    spec: { nonResourceAttributes: { path: '/metrics', verb: 'get' } },
  }),
  sample('authorization.k8s.io/v1', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', {
    ...nameless,
    spec: { namespace: '{ns}' },
  }),
  local('authorization.k8s.io/v1', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', {
    ...nameless,
    spec: { ...question, user: 'bob' },
  }),
  sample('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', {
    metadata: { name: 'sample-{ns}' },
    webhooks: [hook('/v')],
  }),
  sample('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', {
    metadata: { name: 'sample-{ns}' },
    webhooks: [{ ...hook('/m'), reinvocationPolicy: 'IfNeeded' }],
  }),
];
