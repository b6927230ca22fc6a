import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { failurePause } from '../../../workflows/core/schedule/backoff.ts';
import { nextCronTime } from '../../../workflows/core/schedule/next-cron-time.ts';
import { jitterOf, nextStart } from '../../../workflows/core/schedule/next-start.ts';
import { stableFraction } from '../../../workflows/core/schedule/stable-fraction.ts';
import { FAILURE_CLASSES } from '../../../workflows/core/failure-class.ts';
import { jobConfig } from '../../support/job-config.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const cron = (schedule: string, zone: string, after: string): string =>
  new Date(nextCronTime(schedule, zone, at(after)) ?? NaN).toISOString();

describe('the interval', () => {
  const base = { key: 'ns/a', lastEnded: at('2026-01-01T00:00:00Z'), failing: null, now: at('2026-01-02T00:00:00Z') };

  test('counts from the end of the last run', () => {
    expect(nextStart({ ...base, config: jobConfig({ interval: '6h' }) })).toBe(base.lastEnded + 6 * HOUR);
  });

  test('does not hold up the first run', () => {
    expect(nextStart({ ...base, lastEnded: null, config: jobConfig({ interval: '6h' }) })).toBe(base.now);
  });

  test('is never undercut by the pause after a failure, nor by jitter', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FAILURE_CLASSES),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (errorClass, runs, minutes) => {
          const config = jobConfig({ interval: `${minutes}m`, jitter: '10m' });
          const due = nextStart({ ...base, config, failing: { errorClass, runs } }) ?? 0;
          expect(due).toBeGreaterThanOrEqual(
            base.lastEnded + Math.max(minutes * 60_000, failurePause(errorClass, runs)),
          );
        },
      ),
    );
  });
});

describe('the pause after failures', () => {
  test('doubles up to a cap', () => {
    expect([1, 2, 3, 99].map((runs) => failurePause('UpstreamBusy', runs) / 60_000)).toEqual([5, 10, 20, 360]);
  });
});

describe('jitter', () => {
  test('is a stable part of what is allowed', () => {
    const config = jobConfig({ jitter: '1h' });
    expect(jitterOf('ns/a', config)).toBe(jitterOf('ns/a', config));
    expect(jitterOf('ns/a', config)).not.toBe(jitterOf('ns/b', config));
    expect(jitterOf('ns/a', config)).toBeLessThan(HOUR);
  });

  test('spreads names that differ little', () => {
    const buckets = new Set(Array.from({ length: 100 }, (_, index) => Math.floor(stableFraction(`ns/m${index}`) * 10)));
    expect(buckets.size).toBe(10);
  });
});

describe('cron', () => {
  test('fires on the wall clock of its zone', () => {
    expect(cron('0 0 * * *', 'Asia/Shanghai', '2026-10-25T16:00:00Z')).toBe('2026-10-26T16:00:00.000Z');
  });

  test('fires at the end of the gap when the clock skips its time', () => {
    expect(cron('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(cron('30 2 * * *', 'Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  });

  test('fires once when the clock repeats its time', () => {
    expect(cron('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(cron('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  test('says when it never fires', () => {
    expect(nextCronTime('0 0 30 2 *', 'UTC', 0)).toBeNull();
  });

  test('does not look at the clock of the machine', () => {
    const answers = [at('2001-01-01T00:00:00Z'), at('2040-01-01T00:00:00Z')].map((now) => {
      jest.useFakeTimers({ now });
      return cron('*/7 3 * * 1', 'America/New_York', '2026-05-05T05:05:05Z');
    });
    jest.useRealTimers();
    expect(answers[0]).toBe(answers[1]);
  });

  test('always lies after the moment it is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }), (after) => {
        expect(nextCronTime('30 2 * * *', 'Europe/Berlin', after)).toBeGreaterThan(after);
      }),
    );
  });
});
