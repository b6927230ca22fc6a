import { describe, expect, test } from '@jest/globals';
import { selectControllers, UnknownControllerError } from '../../../operator/kit/manager/controller-selection.ts';

describe('selectControllers', () => {
  const known = ['job', 'manager', 'file'];

  test.each([
    [['*'], ['job', 'manager', 'file']],
    [
      ['*', '-file'],
      ['job', 'manager'],
    ],
    [
      ['-file', '*'],
      ['job', 'manager'],
    ],
    [['job'], ['job']],
    [['-job'], []],
    [[], []],
    [
      ['job', '-job', '*'],
      ['job', 'manager', 'file'],
    ],
  ])('%j runs %j', (selection, expected) => {
    expect(selectControllers(known, selection)).toEqual(expected);
  });

  test('refuses a misspelt name', () => {
    expect(() => selectControllers(known, ['*', '-jbo'])).toThrow(UnknownControllerError);
  });
});
