import { describe, expect, test } from '@jest/globals';
import { canonicalQuantity } from '../../../../apiserver/kinds/builtin/quantity.ts';

describe('canonicalQuantity', () => {
  // From the documentation of resource.Quantity and its own test cases.
  test.each([
    ['1', '1'],
    [1, '1'],
    [0.5, '500m'],
    ['1.5', '1500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['100Ki', '100Ki'],
    ['1000m', '1'],
    ['1000k', '1M'],
    ['1e3', '1e3'],
    ['1E', '1E'],
    ['12e6', '12e6'],
    ['0', '0'],
    ['-0', '0'],
    ['-1.5', '-1500m'],
    ['0.0000000001', '1n'],
    ['512', '512'],
    ['.5Gi', '512Mi'],
  ])('%s is %s', (given, canonical) => {
    expect(canonicalQuantity(given)).toBe(canonical);
  });

  test.each(['', 'x', '1x', '1 Gi', '1.2.3', 'Gi', true, {}])('%p is none', (given) => {
    expect(() => canonicalQuantity(given)).toThrow('quantities must match');
  });
});
