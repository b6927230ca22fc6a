import { expect, test } from '@jest/globals';
import { retryOptions } from '../../../api/temporal/connect-temporal.ts';

type Status = Parameters<ReturnType<typeof retryOptions>['delayFunction']>[1];

const refusal = (details: string) => ({ code: 8, details }) as Status;
const closing = refusal('Workflow operation can not be applied because workflow is closing.');

test('a workflow that continues as new is asked again at once', () => {
  const { delayFunction } = retryOptions();
  expect([1, 2, 3, 20].map((attempt) => delayFunction(attempt, closing))).toEqual([10, 20, 40, 1_000]);
});

test('a server that is overloaded is left alone for longer', () => {
  const { delayFunction, retryableDecider } = retryOptions();
  expect(delayFunction(1, refusal('namespace rate limit exceeded'))).toBeGreaterThan(1_000);
  expect(retryableDecider(10, closing)).toBe(false);
});
