import { describe, expect, test } from '@jest/globals';
import { fieldValue, resourceValue } from '../../../deploy/local/node/container/field-path.ts';
import { podFacts } from './pod-facts.ts';

describe('fieldValue', () => {
  test.each([
    ['metadata.name', 'web-1'],
    ['metadata.uid', 'u-1'],
    ['metadata.labels', 'app="web"\ntier="front"'],
    ["metadata.annotations['note']", 'a "b"'],
    ["metadata.labels['none']", ''],
    ['spec.serviceAccountName', 'default'],
    ['status.hostIP', '127.0.0.1'],
  ])('%s', (path, expected) => {
    expect(fieldValue(path, podFacts())).toBe(expected);
  });
});

describe('resourceValue', () => {
  const capacity = { cpus: 2, memoryBytes: 4096 };
  const container = { name: 'c', resources: { requests: { cpu: '250m', memory: '1500' } } };
  test.each([
    ['requests.cpu', '1', '1'],
    ['requests.cpu', '1m', '250'],
    ['requests.memory', '1Ki', '2'],
    ['limits.memory', '1', '4096'],
    ['limits.cpu', '0', '2'],
  ])('%s in units of %s is %s', (resource, divisor, expected) => {
    expect(resourceValue(container, resource, divisor, capacity)).toBe(expected);
  });

  test('refuses other resources', () => {
    expect(() => resourceValue(container, 'limits.gpu', '1', capacity)).toThrow('limits.gpu');
  });
});
