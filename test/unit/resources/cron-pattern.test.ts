import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CRON_PATTERN } from '../../../resources/schema/cron-pattern.ts';
import { nextCronTime } from '../../../workflows/core/schedule/next-cron-time.ts';

/** RE2 takes `(?i)` anywhere, JavaScript as a flag only. */
const isCron = (text: string): boolean => new RegExp(CRON_PATTERN.replace('(?i)', ''), 'i').test(text);

test.each(['30 2 * * *', '*/5 * * * *', '0 0,12 1-15/2 jan-MAR MON-FRI', '0 4 L * 5#L', '59 23 31 12 7'])(
  'takes %s',
  (text) => expect(isCron(text)).toBe(true),
);

test.each([
  '99 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '* * * * 8',
  '* * * *',
  '@daily',
  'a b c d e',
  '',
  '*/90 * * * *',
  '* */24 * * *',
  '*/0 * * * *',
  '5/10 * * * *',
])('refuses "%s"', (text) => expect(isCron(text)).toBe(false));

test('what is taken can be read', () => {
  const upTo = (low: number, high: number) => {
    const value = fc.integer({ min: low, max: high });
    const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const step = fc.integer({ min: 1, max: high - 1 });
    const part = fc.oneof(
      value.map(String),
      range,
      fc.constant('*'),
      step.map((by) => `*/${by}`),
      fc.tuple(range, step).map(([of, by]) => `${of}/${by}`),
    );
    return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
  };
  const schedule = fc
    .tuple(upTo(0, 59), upTo(0, 23), upTo(1, 28), upTo(1, 12), upTo(0, 7))
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(schedule, (text) => {
      expect(isCron(text)).toBe(true);
      expect(nextCronTime(text, 'UTC', 0)).toEqual(expect.any(Number));
    }),
  );
});
