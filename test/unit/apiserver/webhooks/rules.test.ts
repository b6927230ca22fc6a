import { describe, expect, test } from '@jest/globals';
import { ruleMatches } from '../../../../apiserver/webhooks/admission/rules.ts';

const RULE = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' };
const POD = { operation: 'CREATE', group: '', version: 'v1', resource: 'pods', subresource: '', namespace: 'a' };
const NAMESPACE = { ...POD, resource: 'namespaces' };

describe('a rule', () => {
  test.each([
    ['what it names', {}, POD, true],
    ['another operation', {}, { ...POD, operation: 'UPDATE' }, false],
    ['any operation', { operations: ['*'] }, { ...POD, operation: 'CONNECT' }, true],
    ['another group', {}, { ...POD, group: 'apps' }, false],
    ['any group and version', { apiGroups: ['*'], apiVersions: ['*'] }, { ...POD, group: 'x', version: 'v9' }, true],
    ['a subresource that is not named', {}, { ...POD, subresource: 'status' }, false],
    ['every resource, without subresources', { resources: ['*'] }, { ...POD, subresource: 'status' }, false],
    ['every subresource of one', { resources: ['pods/*'] }, { ...POD, subresource: 'status' }, true],
    ['one with every subresource, itself', { resources: ['pods/*'] }, POD, true],
    ['one subresource of all', { resources: ['*/scale'] }, { ...POD, subresource: 'scale' }, true],
    ['everything', { resources: ['*/*'] }, { ...POD, resource: 'x', subresource: 'y' }, true],
    ['what has a namespace', { scope: 'Namespaced' }, POD, true],
    ['what has none', { scope: 'Cluster' }, POD, false],
    ['a namespace, which is in none', { scope: 'Cluster', resources: ['*'] }, NAMESPACE, true],
    ['a namespace as what is in one', { scope: 'Namespaced', resources: ['*'] }, NAMESPACE, false],
  ])('for %s', (_, change, attributes, expected) => {
    expect(ruleMatches({ ...RULE, ...change }, attributes)).toBe(expected);
  });
});
