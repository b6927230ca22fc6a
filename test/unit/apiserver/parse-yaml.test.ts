import { describe, expect, test } from '@jest/globals';
import { parseYaml } from '../../../apiserver/object/parse-yaml.ts';

/** What `kubectl label --local -o json` makes of it. */
const SCALARS: readonly (readonly [string, unknown])[] = [
  ['0644', 420],
  ['0o644', 420],
  ['-0644', -420],
  ['08', 8],
  ['0o8', '0o8'],
  ['0X1f', 31],
  ['-0b11', -3],
  ['1_000', 1000],
  ['_1', '_1'],
  ['1.', 1],
  ['-.5', -0.5],
  ['12e03', 12_000],
  ['1e400', '1e400'],
  ['1:30', '1:30'],
  ['0777777777777777777777777', 7.777777777777778e23],
  ['0xffffffffffffffffff', '0xffffffffffffffffff'],
  ['y', true],
  ['OFF', false],
  ['tRue', 'tRue'],
  ['"yes"', 'yes'],
  ['~', null],
  ['', null],
  ['2001-01-01', '2001-01-01'],
  ['!!float 3', 3],
  ['!!int "7"', 7],
  ['!!binary aGVsbG8=', 'hello'],
];

describe('YAML is read as kubectl reads it', () => {
  test.each(SCALARS)('%s', (text, value) => {
    expect(parseYaml(`a: ${text}`)).toEqual([{ a: value }]);
  });

  test('in keys and by reference too', () => {
    const text = '0644: a\nyes: b\nbase: &base { k: 010 }\nmerged: { <<: *base, l: on }';
    expect(parseYaml(text)).toEqual([{ 420: 'a', true: 'b', base: { k: 8 }, merged: { k: 8, l: true } }]);
  });

  test('document by document', () => {
    expect(parseYaml('a: 1\n...\n---\n# nothing\n---\nb: 2\n')).toEqual([{ a: 1 }, null, { b: 2 }]);
  });

  test.each([
    ['a: .inf', 'unsupported value: Infinity'],
    ['a: [', 'at line 1, column 5'],
    ['a: 1\na: 2', 'Map keys must be unique at line 2, column 1'],
    [`a: &a [1]\nb: [${'*a, '.repeat(200)}]`, 'Excessive alias count'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseYaml(text)).toThrow(reason);
  });

  test('a field given twice counts the last time where that is asked for', () => {
    expect(parseYaml('a: 1\na: 2', { mayRepeat: true })).toEqual([{ a: 2 }]);
  });
});
