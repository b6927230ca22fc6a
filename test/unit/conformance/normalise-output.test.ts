import { expect, test } from '@jest/globals';
import { normaliseOutput } from '../../conformance/kubectl/normalise-output.ts';

test('ages, addresses and the widths of columns are free', () => {
  const text = 'NAME   CLUSTER-IP      AGE\none    10.96.1.20      3s\ntwo    10.96.111.222   2m31s\n';
  expect(normaliseOutput(text)).toEqual([
    'NAME  CLUSTER-IP  AGE',
    'one  <address>  <age>',
    'two  <address>  <age>',
    '',
  ]);
});

test('so are times, uids and versions; what only looks like them stays', () => {
  const text = [
    '  creationTimestamp: "2026-11-28T13:55:40Z"',
    '  resourceVersion: "117"',
    '  uid: 1f9a5c1e-1111-2222-3333-444455556666',
    'Start Time:   Sat, 28 Nov 2026 13:55:40 +0000',
    '  name: v1-5s',
  ];
  expect(normaliseOutput(text.join('\n'))).toEqual([
    '  creationTimestamp: "<time>"',
    '  resourceVersion: "<version>"',
    '  uid: <uid>',
    'Start Time:  <time>',
    '  name: v1-5s',
  ]);
});

test("kubectl's own log is told without its place and moment, and not where it is no error", () => {
  expect(normaliseOutput('I1128 13:55:40.1 7 get.go:1] GET\nE1128 13:55:40.1 7 get.go:1] failed\n')).toEqual([
    'E failed',
    '',
  ]);
});
