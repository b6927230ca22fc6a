import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomSeed, seededRandom } from '../../support/random.ts';

describe('what is random in the tests', () => {
  test('is the same in each run, unless another seed is asked for', () => {
    expect(randomSeed({})).toBe(1);
    expect(randomSeed({ DURASYNC_RANDOM_SEED: '-7' })).toBe(-7);
    for (const seed of ['', 'x', '1.5', '1234567890']) {
      expect(() => randomSeed({ DURASYNC_RANDOM_SEED: seed })).toThrow('whole number');
    }
    expect(fc.readConfigureGlobal().seed).toBe(randomSeed());
  });

  test('is spread evenly, by the seed alone', () => {
    const take = (seed: number): number[] => Array.from({ length: 1_000 }, seededRandom(seed));
    expect(take(5)).toEqual(take(5));
    expect(take(5)).not.toEqual(take(6));
    const tenths = new Map<number, number>();
    for (const number of take(5)) tenths.set(Math.floor(number * 10), (tenths.get(Math.floor(number * 10)) ?? 0) + 1);
    expect([...tenths.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.min(...tenths.values())).toBeGreaterThan(70);
  });
});
