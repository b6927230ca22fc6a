import { describe, expect, test } from '@jest/globals';
import { expandVariables } from '../../../deploy/local/node/container/expand-variables.ts';

const values = new Map([
  ['HOST', 'mirror'],
  ['NESTED', '$(HOST)'],
]);

// The cases of Kubernetes' documentation: a known name, an unknown one, an escaped one, and other dollars.
describe('expandVariables', () => {
  test.each([
    ['$(HOST)', 'mirror'],
    ['http://$(HOST):80/$(HOST)', 'http://mirror:80/mirror'],
    ['$(UNKNOWN)', '$(UNKNOWN)'],
    ['$$(HOST)', '$(HOST)'],
    ['$$$(HOST)', '$mirror'],
    ['$HOST ${HOST} $', '$HOST ${HOST} $'],
    ['$(HOST', '$(HOST'],
    ['$(NESTED)', '$(HOST)'],
  ])('%s becomes %s', (text, expected) => {
    expect(expandVariables(text, values)).toBe(expected);
  });
});
