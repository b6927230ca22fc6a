import { expect, test } from '@jest/globals';
import { aggregatedRules, type ClusterRole } from '../../../deploy/local/controllers/cluster-role/aggregated-rules.ts';

const rule = (resource: string) => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });

function role(name: string, labels: Record<string, string>, ...resources: string[]): ClusterRole {
  const metadata = { name, labels };
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules: resources.map(rule) };
}

const viewLabel = { 'aggregate-to-view': 'true' };
const view: ClusterRole = {
  ...role('view', viewLabel, 'stale'),
  aggregationRule: {
    clusterRoleSelectors: [
      { matchLabels: viewLabel },
      { matchExpressions: [{ key: 'tier', operator: 'In', values: ['read'] }] },
    ],
  },
};

test('takes every rule of the roles that a selector picks once, in the order of names, and none of its own', () => {
  const others = [
    role('z', viewLabel, 'pods', 'services'),
    role('a', viewLabel, 'jobs', 'pods'),
    role('b', { tier: 'read' }, 'nodes'),
    role('c', { tier: 'write' }, 'secrets'),
    role('d', {}, 'secrets'),
  ];
  expect(aggregatedRules(view, [view, ...others])).toEqual(['jobs', 'pods', 'nodes', 'services'].map(rule));
});

test('a role that names none gets none', () => {
  expect(aggregatedRules(role('plain', {}, 'pods'), [role('a', viewLabel, 'pods')])).toEqual([]);
});
