import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deletionLimit, refuseDeletion, refuseForSpace } from '../../../activities/sync/guards.ts';

const counts = fc.nat({ max: 1e9 });
const limits = fc.oneof(
  counts.map(String),
  fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`),
);

describe('the guard against mass deletion', () => {
  test('lets go exactly what the limit says', () => {
    fc.assert(
      fc.property(limits, counts, counts, (maxDelete, localEntries, deletions) => {
        const question = { maxDelete, localEntries, deletions, allowDelete: false };
        const share = Number.parseInt(maxDelete, 10);
        const allowed = maxDelete.endsWith('%') ? deletions * 100 <= share * localEntries : deletions <= share;
        expect(refuseDeletion(question, 'debian') === undefined).toBe(allowed);
      }),
    );
  });

  test('has no limit when the user says so, in the Job or for the run', () => {
    fc.assert(
      fc.property(limits, counts, (maxDelete, localEntries) => {
        expect(deletionLimit({ maxDelete, localEntries, allowDelete: true })).toBe(Infinity);
        expect(deletionLimit({ maxDelete: 'unlimited', localEntries, allowDelete: false })).toBe(Infinity);
      }),
    );
  });

  test('says how many of how many, and what to do', () => {
    const question = { maxDelete: '50%', localEntries: 12_000, deletions: 11_999, allowDelete: false };
    expect(refuseDeletion(question, 'debian')).toBe(
      'The upstream no longer has 11,999 of the 12,000 entries here, more than maxDelete 50% (6,000) lets go; nothing was ' +
        'changed. If the deletions are right, run: durasync mirror start debian --allow-delete',
    );
  });
});

describe('the guard of free space', () => {
  test.each([
    [0, 0, '64Mi', true],
    [100, 100, '0', true],
    [101, 100, '0', false],
    [1, 1024, '1Ki', false],
    [1, 1025, '1Ki', true],
  ])('%d bytes with %d free and minFree %s: %s', (needed, free, minFree, fits) => {
    expect(refuseForSpace({ needed, free, minFree }) === undefined).toBe(fits);
  });
});
