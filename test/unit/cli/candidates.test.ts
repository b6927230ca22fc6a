import { expect, test } from '@jest/globals';
import { candidates } from '../../../cli/completion/candidates.ts';
import { createProgram } from '../../../cli/program/create-program.ts';

const program = createProgram({ run: undefined });
const complete = (line: string) => candidates(program, line.split(' '));

test.each([
  ['', ['up', 'mirror', 'completion', 'version']],
  ['mirror re', ['restart', 'resume', 'reload']],
  ['mirror start --fo', ['--force']],
  ['mirror list -o ', ['table', 'wide', 'json', 'yaml', 'name']],
  ['mirror list -o j', ['json']],
  ['completion z', ['zsh']],
])('%j', (line, words) => {
  expect(complete(line)).toMatchObject({ words: expect.arrayContaining(words) as unknown });
  expect(complete(line).words.filter((word) => !words.includes(word))).toEqual(
    complete(line).words.filter((word) => word === '--help'),
  );
});

test.each([
  ['mirror start ', true],
  ['mirror start a -n x ', true],
  ['mirror logs ', true],
  ['mirror logs a ', false],
  ['mirror create ', false],
  ['mirror list ', false],
  ['mirror start -n ', false],
])('%j is a place for a mirror: %s', (line, mirrors) => {
  expect(complete(line).mirrors).toBe(mirrors);
});
