import { describe, expect, test } from '@jest/globals';
import { aggregatedRules } from '../../../../apiserver/access/rbac/aggregated-rules.ts';
import { bootstrapPolicy } from '../../../../apiserver/access/rbac/bootstrap-policy.ts';
import type { Policy, Role, RoleBinding, Subject } from '../../../../apiserver/access/rbac/policy.ts';
import { decide } from '../../../../apiserver/access/rbac/policy.ts';
import { reconcileObject, REPLACE } from '../../../../apiserver/access/rbac/reconcile-policy.ts';
import type { PolicyRule } from '../../../../apiserver/access/rbac/rules.ts';
import { grantCount, uncoveredRules } from '../../../../apiserver/access/rbac/rules.ts';
import { attributesOf } from '../../../../apiserver/http/request-attributes.ts';

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
const policy: Policy = {
  roles: [],
  clusterRoles: [
    clusterRole('pods', [PODS]),
    clusterRole('one', [{ verbs: ['*'], apiGroups: ['*'], resources: ['secrets'], resourceNames: ['mine'] }]),
    clusterRole('paths', [{ verbs: ['get'], nonResourceURLs: ['/metrics', '/debug/*'] }]),
  ],
  roleBindings: [binding('pods', { kind: 'Group', name: 'devs' }, 'dev')],
  clusterRoleBindings: [
    binding('one', { kind: 'User', name: 'bob' }),
    binding('paths', { kind: 'User', name: 'bob' }),
    binding('pods', { kind: 'ServiceAccount', name: 'app', namespace: 'default' }),
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

  test('may be for objects of certain names, and lists of one of them, never for the list of all', () => {
    expect(asks('bob', [], 'update', { resource: 'secrets', name: 'mine' }).allowed).toBe(true);
    expect(asks('bob', [], 'update', { resource: 'secrets', name: 'yours' }).allowed).toBe(false);
    const list = (query: string) => {
      const { info = {} } = attributesOf('GET', '/api/v1/namespaces/x/secrets', new URLSearchParams(query));
      return asks('bob', [], 'list', info).allowed;
    };
    expect(['', 'fieldSelector=metadata.name=yours', 'fieldSelector=metadata.name!=mine'].some(list)).toBe(false);
    expect(list('fieldSelector=metadata.name=mine')).toBe(true);
  });

  test('are for paths', () => {
    const get = (path: string) => decide(policy, { user: { name: 'bob', groups: [] }, verb: 'get', path }).allowed;
    expect(['/metrics', '/debug/x', '/metricsx', '/'].map(get)).toEqual([true, true, false, false]);
  });

  test('are for service accounts of a namespace', () => {
    expect(asks('system:serviceaccount:default:app', [], 'get', { namespace: 'x', name: 'p' }).allowed).toBe(true);
    expect(asks('system:serviceaccount:other:app', [], 'get', { namespace: 'x', name: 'p' }).allowed).toBe(false);
  });

  test('that are bound and missing are told where nothing lets a request through', () => {
    expect(asks('bob', [], 'list', {})).toEqual({
      allowed: false,
      reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "missing" not found',
    });
  });

  test('do not matter to masters', () => {
    expect(asks('root', ['system:masters'], 'delete', { resource: 'anything' }).allowed).toBe(true);
  });
});

describe('an aggregated role', () => {
  const labelled = (name: string, labels: Record<string, string>, rules: PolicyRule[]): Role => ({
    ...clusterRole(name, rules),
    metadata: { name, labels },
  });
  const pods = { ...PODS, resources: ['pods'] };
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { agg: 'true' } }, { matchLabels: { also: 'it' } }] };

  test('has the rules of all it selects, by name, none twice, and none of its own', () => {
    const all = clusterRole('all', [PODS], { aggregationRule });
    const others = [
      labelled('b', { agg: 'true' }, [PODS]),
      labelled('a', { agg: 'true' }, [pods]),
      labelled('c', { also: 'it' }, [pods, { verbs: ['get'], nonResourceURLs: ['/x'] }]),
      labelled('d', { agg: 'false' }, [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]),
    ];
    expect(aggregatedRules(all, [all, ...others])).toEqual([pods, PODS, { verbs: ['get'], nonResourceURLs: ['/x'] }]);
  });
});

describe('a role that shall be there from the start', () => {
  const expected = bootstrapPolicy().find(({ metadata }) => metadata.name === 'system:basic-user') as Role;
  const bound = bootstrapPolicy().find(
    ({ kind, metadata }) => kind.endsWith('Binding') && metadata.name === 'cluster-admin',
  );

  test('gets what it lacks and keeps what it has more', () => {
    const rules = [PODS, ...(expected.rules ?? []).slice(0, 1)];
    const existing = { ...expected, rules, metadata: { name: 'system:basic-user', labels: { mine: 'x' } } };
    expect(reconcileObject(existing, expected)).toEqual({
      ...expected,
      metadata: { ...expected.metadata, labels: { ...expected.metadata.labels, mine: 'x' } },
      rules: [...rules, ...(expected.rules ?? []).slice(1)],
    });
    expect(reconcileObject({ ...expected, rules: [...(expected.rules ?? []), PODS] }, expected)).toBeUndefined();
  });

  test('stays as it is if it says so', () => {
    const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'false' };
    expect(reconcileObject({ ...expected, metadata: { annotations }, rules: [] }, expected)).toBeUndefined();
  });

  test('is bound anew when it was bound to another', () => {
    const binding = bound as RoleBinding;
    const others = [{ kind: 'User', name: 'x' }];
    expect(reconcileObject({ ...binding, subjects: others }, binding)).toEqual({
      ...binding,
      subjects: [...others, ...(binding.subjects ?? [])],
    });
    expect(reconcileObject({ ...binding, roleRef: { kind: 'ClusterRole', name: 'x' } }, binding)).toBe(REPLACE);
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

  test('holds no subresource of a subresource', () => {
    const wanted = [{ verbs: ['get'], apiGroups: [''], resources: ['pods/log/x'] }];
    expect(uncoveredRules([PODS], wanted)).toEqual(wanted);
  });

  test('counts what would have to be looked at', () => {
    expect(grantCount([PODS, { verbs: ['get', 'post'], nonResourceURLs: ['/a', '/b', '/c'] }])).toBe(4 + 6);
    expect(grantCount([{ ...PODS, resourceNames: ['a', 'b'] }, { verbs: null }])).toBe(8);
  });
});
