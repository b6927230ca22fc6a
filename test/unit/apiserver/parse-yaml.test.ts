import { describe, expect, test } from '@jest/globals';
import { parseFirstYaml, parseYaml } from '../../../apiserver/object/parse-yaml.ts';

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
  ['0400000000000000000000000', 4e23],
  ['9007199254740992', 9_007_199_254_740_992],
  ['-0x20000000000000', -9_007_199_254_740_992],
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
    ['a: 9007199254740993', '"a": the integer 9007199254740993 has more digits than are kept'],
    ['a: 0x20000000000001', 'the integer 9007199254740993 has'],
    ['a: [1, 777777777777777777777777]', '"1": the integer 777777777777777777777777 has more digits than are kept'],
    ['a: [', 'at line 1, column 5'],
    ['a: 1\na: 2', 'Map keys must be unique at line 2, column 1'],
    [`a: &a [1]\nb: [${'*a, '.repeat(200)}]`, 'Excessive alias count'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseYaml(text)).toThrow(reason);
  });
});

describe('the first document of a YAML text', () => {
  test('is all that is read', () => {
    expect(parseFirstYaml('a: 1\n--- [\n').value).toEqual({ a: 1 });
    expect(parseFirstYaml('# nothing\n').value).toBeNull();
    expect(parseFirstYaml('---\n'.repeat(1_000_000)).value).toBeNull();
  });

  test.each([
    ['a: 1\na: 2', { a: 2 }, ['line 2: key "a" already set in map']],
    ['a: { b: 1, b: 2 }\na:\n  c: 3', { a: { c: 3 } }, ['line 1: key "b"', 'line 3: key "a"']],
    [
      '- { 16: a, 0x10: b }\n- { yes: a, true: b }',
      [{ 16: 'b' }, { true: 'b' }],
      ['line 1: key 16', 'line 2: key true'],
    ],
    ['{ 1: a, "1": b }', { 1: 'b' }, []],
    ['a: &a { b: 1 }\nc: { <<: *a, b: 2 }', { a: { b: 1 }, c: { b: 2 } }, ['line 2: key "b"']],
    ['a: &a { b: 1 }\nc: *a\nd: *a', { a: { b: 1 }, c: { b: 1 }, d: { b: 1 } }, []],
  ])('tells of fields given twice, of which the last counts: %j', (text, value, repeated) => {
    const found = parseFirstYaml(text);
    expect(found.value).toEqual(value);
    expect(found.repeated).toEqual(repeated.map((words) => expect.stringContaining(words) as unknown));
  });

  test('has doubles where Go has some', () => {
    const { value } = parseFirstYaml('kind: CustomResourceDefinition\nspec: { maximum: 9223372036854775807 }');
    expect(value).toEqual({ kind: 'CustomResourceDefinition', spec: { maximum: 2 ** 63 } });
  });

  test('has no more aliases and anchors than can be told apart in time', () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `k${index}: &a${index} 1\nl${index}: *a${index}`);
    expect(() => parseFirstYaml(lines.join('\n'))).toThrow('Excessive alias count');
  });
});
