import { describe, expect, test } from '@jest/globals';
import { StallWatch } from '../../../activities/sync/stall-watch.ts';

const PID = 7;

/** Asks once a second, while rsync does what is told of each second. */
function firstStall(options: string[], activity: readonly (string | undefined)[]): number | undefined {
  let second = 0;
  const watch = new StallWatch(options, (pid) => (pid === PID ? activity[second] : undefined));
  for (; second < activity.length; second++) if (watch.check(PID, second * 1_000) !== undefined) return second;
  return undefined;
}

const still = (seconds: number): string[] => Array.from({ length: seconds }, () => 'same');

describe('an upstream counts as stalled', () => {
  test('after twice the time-out of rsync without any activity', () => {
    expect(firstStall(['--timeout=10'], still(60))).toBe(20);
    expect(new StallWatch(['--timeout=10'], () => 'same').check(PID, 0)).toBeUndefined();
  });

  test('by the last time-out of the options', () => {
    expect(firstStall(['--timeout=10', '-a', '--timeout=3'], still(60))).toBe(6);
    expect(firstStall(['--timeout=3', '--timeout=0'], still(60))).toBeUndefined();
  });

  test('never without one', () => {
    expect(firstStall(['--timeout=0'], still(60))).toBeUndefined();
    expect(firstStall(['-a', '--contimeout=1'], still(60))).toBeUndefined();
  });

  test('not while it does something, or is not to be seen', () => {
    expect(firstStall(['--timeout=2'], ['a', 'a', 'a', 'b', 'b', 'b', 'b', 'b'])).toBe(7);
    expect(firstStall(['--timeout=2'], ['a', 'a', 'a', undefined, 'a', 'a', 'a', 'a', 'a'])).toBe(8);
    expect(
      firstStall(
        ['--timeout=2'],
        still(60).map(() => undefined),
      ),
    ).toBeUndefined();
  });

  test('with the class of it, and for how long', () => {
    const watch = new StallWatch(['--timeout=2'], () => 'same');
    watch.check(PID, 500);
    expect(watch.check(PID, 5_500)).toMatchObject({
      failureClass: 'UpstreamStalled',
      message: expect.stringContaining('5 s'),
    });
  });
});
