import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { duplicateFields } from '../../../../apiserver/http/duplicate-fields.ts';

describe('duplicate fields', () => {
  test.each([
    ['{"a":1,"a":2}', ['a']],
    ['{"a":{"b":"x","c":[],"b":[]}}', ['a.b']],
    ['{"l":[1,{"x":{},"x":"\\"}"}],"m":{"x":1}}', ['l[1].x']],
    ['{"a":"b","b":"a"}', []],
    ['{"\\u0061":1,"a":2}', ['a']],
  ])('of %s are found', (text, expected) => {
    expect(duplicateFields(text)).toEqual(expected);
  });

  test('are never found in what was written by JSON.stringify', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(duplicateFields(text)).toEqual([])));
  });
});
