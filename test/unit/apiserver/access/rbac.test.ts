import { describe, expect, test } from '@jest/globals';
import type { Policy, Role, RoleBinding, Subject } from '../../../../apiserver/access/rbac/policy.ts';
import { decide } from '../../../../apiserver/access/rbac/policy.ts';
import type { PolicyRule } from '../../../../apiserver/access/rbac/rules.ts';
import { uncoveredRules } from '../../../../apiserver/access/rbac/rules.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const clusterRole = (name: string, rules: PolicyRule[] | null, more: object = {}): Role => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
  ...more,
});
const binding = (role: string, subject: Subject, namespace?: string): RoleBinding => ({
  apiVersion,
  kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
  metadata: { name: `${role}-binding`, ...(namespace && { namespace }) },
  roleRef: { kind: 'ClusterRole', name: role },
  subjects: [subject],
});

const PODS: PolicyRule = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] };
const labelled = { ...clusterRole('part', [PODS]), metadata: { name: 'part', labels: { agg: 'true' } } };
const policy: Policy = {
  roles: [],
  clusterRoles: [
    clusterRole('pods', [PODS]),
    clusterRole('one', [{ verbs: ['*'], apiGroups: ['*'], resources: ['secrets'], resourceNames: ['mine'] }]),
    clusterRole('paths', [{ verbs: ['get'], nonResourceURLs: ['/metrics', '/debug/*'] }]),
    clusterRole('all', null, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { agg: 'true' } }] } }),
    labelled,
  ],
  roleBindings: [binding('pods', { kind: 'Group', name: 'devs' }, 'dev')],
  clusterRoleBindings: [
    binding('one', { kind: 'User', name: 'bob' }),
    binding('paths', { kind: 'User', name: 'bob' }),
    binding('all', { kind: 'ServiceAccount', name: 'app', namespace: 'default' }),
    binding('missing', { kind: 'User', name: 'bob' }),
  ],
};

const asks = (user: string, groups: string[], verb: string, what: object) => {
  const none = { group: '', version: 'v1', resource: 'pods', subresource: '', namespace: '', name: '' };
  return decide(policy, { user: { name: user, groups }, verb, path: '', resource: { ...none, ...what } });
};

describe('roles', () => {
  test('let through what their rules say, in their namespace only', () => {
    expect(asks('ada', ['devs'], 'list', { namespace: 'dev' })).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "pods-binding/dev" of ClusterRole "pods" to Group "devs"',
    });
    expect(asks('ada', ['devs'], 'list', { namespace: 'prod' }).allowed).toBe(false);
    expect(asks('ada', ['devs'], 'list', {}).allowed).toBe(false);
    expect(asks('ada', ['devs'], 'delete', { namespace: 'dev' }).allowed).toBe(false);
    expect(asks('eve', ['ops'], 'list', { namespace: 'dev' }).allowed).toBe(false);
  });

  test('name subresources apart', () => {
    expect(asks('ada', ['devs'], 'get', { namespace: 'dev', name: 'p', subresource: 'log' }).allowed).toBe(true);
    expect(asks('ada', ['devs'], 'get', { namespace: 'dev', name: 'p', subresource: 'exec' }).allowed).toBe(false);
  });

  test('may be for objects of certain names, never for their list', () => {
    expect(asks('bob', [], 'update', { resource: 'secrets', name: 'mine' }).allowed).toBe(true);
    expect(asks('bob', [], 'update', { resource: 'secrets', name: 'yours' }).allowed).toBe(false);
    expect(asks('bob', [], 'list', { resource: 'secrets' }).allowed).toBe(false);
  });

  test('are for paths', () => {
    const get = (path: string) => decide(policy, { user: { name: 'bob', groups: [] }, verb: 'get', path }).allowed;
    expect(['/metrics', '/debug/x', '/metricsx', '/'].map(get)).toEqual([true, true, false, false]);
  });

  test('gather the rules of those they select', () => {
    expect(asks('system:serviceaccount:default:app', [], 'get', { namespace: 'x', name: 'p' }).allowed).toBe(true);
    expect(asks('system:serviceaccount:other:app', [], 'get', { namespace: 'x', name: 'p' }).allowed).toBe(false);
  });

  test('do not matter to masters', () => {
    expect(asks('root', ['system:masters'], 'delete', { resource: 'anything' }).allowed).toBe(true);
  });
});

describe('what a writer of roles does not hold', () => {
  test('is told one by one', () => {
    const wanted = [{ verbs: ['get', 'delete'], apiGroups: [''], resources: ['pods'] }];
    expect(uncoveredRules([PODS], wanted)).toEqual([{ verbs: ['delete'], apiGroups: [''], resources: ['pods'] }]);
  });

  test('is nothing where everything is held, all names where some are', () => {
    const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
    expect(uncoveredRules([everything], [PODS])).toEqual([]);
    const some = { ...PODS, resourceNames: ['a'] };
    expect(uncoveredRules([some], [some])).toEqual([]);
    expect(uncoveredRules([some], [PODS])).toHaveLength(4);
  });
});
