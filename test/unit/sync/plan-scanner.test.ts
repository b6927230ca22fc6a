import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PlanScanner } from '../../../activities/sync/plan-scanner.ts';

const OUTPUT = [
  'skipping non-regular file "dev"',
  '@.d..t...... ./',
  '@>f+++++++++ new file',
  '@cd+++++++++ dir/',
  '@cL+++++++++ link',
  '@.f          unchanged',
  '@>f.st...... changed',
  '@*deleting   gone/@*deleting   a',
  '@*deleting   gone/',
  '@*deleting   d/.~tmp~/part',
  '@*deleting   d/.~tmp~/',
  '@*deleting   d/.big.iso.aB3dE6',
  '',
  'Number of files: 11 (reg: 6, dir: 3, link: 2)',
  '',
].join('\n');
const COUNTS = {
  changes: 10,
  created: 3,
  deletions: 2,
  remains: 3,
  deletedNames: ['gone/@*deleting   a', 'gone/'],
  remainDirs: ['d/.~tmp~/'],
};

describe('the scanner of a plan', () => {
  test('counts the same however the output is cut', () => {
    const bytes = Buffer.from(OUTPUT);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const scanner = new PlanScanner();
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const text = at.slice(1).map((end, index) => scanner.push(bytes.subarray(at[index], end)).toString());
        expect(scanner.counts()).toEqual(COUNTS);
        expect(text.join('')).toBe(
          'skipping non-regular file "dev"\n\nNumber of files: 11 (reg: 6, dir: 3, link: 2)\n',
        );
      }),
    );
  });

  test('many names like those of temporary files count as deletions', () => {
    const scanner = new PlanScanner();
    scanner.push(Buffer.from(Array.from({ length: 10 }, (_, n) => `@*deleting   .f.abcde${n}\n`).join('')));
    expect(scanner.counts()).toMatchObject({ deletions: 6, remains: 4 });
  });
});
