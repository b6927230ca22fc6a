import { describe, expect, test } from '@jest/globals';
import { nextBackoff, NO_BACKOFF, shouldRestart } from '../../../deploy/local/node/container/crash-backoff.ts';

const limits = { initialMs: 10_000, maxMs: 300_000, resetAfterMs: 600_000 };

function waits(runs: readonly number[]): number[] {
  let backoff = NO_BACKOFF;
  return runs.map((ranMs) => {
    const { wait, next } = nextBackoff(backoff, ranMs, limits);
    backoff = next;
    return wait / 1000;
  });
}

describe('nextBackoff', () => {
  test('restarts at once, then after 10 s, doubled up to 5 min', () => {
    expect(waits([0, 0, 0, 0, 0, 0, 0, 0])).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
  });

  test('forgets everything after 10 min of running', () => {
    expect(waits([0, 0, 0, 600_000, 0])).toEqual([0, 10, 20, 0, 10]);
  });
});

test.each([
  ['Always', 0, true],
  ['OnFailure', 0, false],
  ['OnFailure', 137, true],
  ['Never', 1, false],
] as const)('policy %s after exit code %i: %s', (policy, code, expected) => {
  expect(shouldRestart(policy, code)).toBe(expected);
});
