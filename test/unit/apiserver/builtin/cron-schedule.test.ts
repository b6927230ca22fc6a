import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scheduleErrors } from '../../../../apiserver/kinds/builtin/validation/cron-schedule.ts';

describe('schedules of CronJobs', () => {
  test.each(['*/5 * * * *', '0 0 1 jan SUN', '1-5,7/2 ? * * *', '@daily', '@every 1h30m', 'TZ=UTC 0 * * * *'])(
    '%s is right',
    (schedule) => expect(scheduleErrors(schedule)).toEqual([]),
  );

  test.each([
    ['* * *', 'expected exactly 5 fields, found 3: [* * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['9-1 * * * *', 'beginning of range (9) beyond end of range (1): 9-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['@never', 'unrecognized descriptor: @never'],
  ])('%s is refused', (schedule, error) => expect(scheduleErrors(schedule)).toEqual([error]));

  test('any minute and hour is right', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), (minute, hour) =>
        expect(scheduleErrors(`${minute} ${hour} * * *`)).toEqual([]),
      ),
    );
  });
});
