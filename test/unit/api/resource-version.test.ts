import { expect, test } from '@jest/globals';
import { isNewer } from '../../../api/cluster/resource-version.ts';

test.each([
  ['10', '9', true],
  ['9', '10', false],
  ['9', '9', false],
  ['1', '', true],
  ['99999999999999999999', '99999999999999999998', true],
  ['b', 'a', true],
  ['a', 'a', false],
])('%s is newer than %s: %s', (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});
