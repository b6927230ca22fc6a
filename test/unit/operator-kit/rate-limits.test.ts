import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exponentialBackoff, withJitter } from '../../../operator/kit/backoff.ts';
import { createTokenBucket } from '../../../operator/kit/queue/token-bucket.ts';

describe('exponentialBackoff', () => {
  test('doubles from the base to the cap', () => {
    const limits = { baseMs: 5, capMs: 1_000_000 };
    expect([1, 2, 3].map((failures) => exponentialBackoff(failures, limits))).toEqual([5, 10, 20]);
    expect(exponentialBackoff(18, limits)).toBe(655_360);
    expect(exponentialBackoff(19, limits)).toBe(1_000_000);
    expect(exponentialBackoff(5000, limits)).toBe(1_000_000);
  });

  test('jitter only lengthens, by at most its factor', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), random, (ms, r) => {
        const jittered = withJitter(ms, 0.5, () => r);
        expect(jittered).toBeGreaterThanOrEqual(ms);
        expect(jittered).toBeLessThanOrEqual(ms * 1.5);
      }),
    );
  });
});

describe('createTokenBucket', () => {
  test('lets the burst pass and then the steady rate', () => {
    let now = 0;
    const bucket = createTokenBucket(10, 3, () => now);
    expect([1, 2, 3, 4, 5].map(() => bucket.reserve())).toEqual([0, 0, 0, 100, 200]);
    now = 1000;
    expect(bucket.reserve()).toBe(0);
  });

  test('never permits more than the burst and the rate allow in any stretch of time', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (gaps, rate, burst) => {
        let now = 0;
        const bucket = createTokenBucket(rate, burst, () => now);
        const usedAt = gaps.map((gap) => {
          now += gap;
          return now + bucket.reserve();
        });
        for (const [first, from] of usedAt.entries()) {
          for (const [last, to] of usedAt.entries()) {
            if (last < first) continue;
            expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) / 1000) * rate + 1e-6);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
