import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../../apiserver/object/parse-json.ts';

describe('numbers of JSON', () => {
  test.each([
    '9007199254740993',
    '-9007199254740993',
    '1700000000123456789',
    '9223372036854775807',
    '12345678901234567890',
  ])('%s is refused by its name: it would be another one', (text) => {
    expect(() => parseJson(`{"a":[{"b":${text}}]}`)).toThrow(`"b": the integer ${text} has more digits than are kept`);
    expect(() => parseJson(`{"a": [1,\n${text}]}`)).toThrow(text);
  });

  test.each(['1e400', '-1E+999'])('%s is refused: it is none', (text) => {
    expect(() => parseJson(`{"a":${text}}`)).toThrow(`cannot unmarshal number ${text}`);
  });

  test.each([
    '9007199254740991',
    '9007199254740992',
    '10000000000000000',
    '9223372036854776000',
    '100000000000000000000000',
    '1e300',
    '0.1234567890123456789',
    '9007199254740993.0',
    '"1700000000123456789"',
    '1e-400',
  ])('%s is read as ever', (text) => {
    expect(parseJson(`{"a": ${text}}`)).toEqual(JSON.parse(`{"a": ${text}}`));
  });

  test('may be what they are for Go in the schema of a definition', () => {
    const schema = '{"kind":"CustomResourceDefinition","spec":{"a":{"maximum":9223372036854775807,"default":1}}}';
    expect(JSON.stringify(parseJson(schema))).toContain('"maximum":9223372036854776000');
    expect(() => parseJson(schema.replace('CustomResource', 'Other'))).toThrow('"maximum"');
    expect(() => parseJson(schema.replace('"default":1', '"default":9223372036854775807'))).toThrow('"default"');
  });

  test('are said again as they were, or refused', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), (integer) => {
        let read: unknown;
        try {
          read = parseJson(`[${integer}]`);
        } catch {
          return;
        }
        expect(JSON.stringify(read)).toBe(`[${integer}]`);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });
});
