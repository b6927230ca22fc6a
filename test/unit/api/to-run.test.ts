import { describe, expect, test } from '@jest/globals';
import { toRun } from '../../../api/temporal/to-run.ts';
import type { ExecutionInfo } from '../../../api/temporal/to-run.ts';

const field = (value: unknown) => ({ data: Buffer.from(JSON.stringify(value)) });
const at = (seconds: number, nanos = 0) => ({ seconds, nanos }) as unknown as NonNullable<ExecutionInfo['startTime']>;

describe('toRun', () => {
  test('a run that succeeded', () => {
    const info: ExecutionInfo = {
      execution: { workflowId: 'mirror/site/debian/run/7', runId: 'r' },
      status: 2,
      startTime: at(1_000, 5e8),
      closeTime: at(1_002),
      searchAttributes: {
        indexedFields: { Trigger: field('schedule'), LastResult: field(['success']), Bytes: field(42) },
      },
    };
    expect(toRun(info)).toEqual({
      seq: 7,
      workflowId: 'mirror/site/debian/run/7',
      runId: 'r',
      state: 'success',
      trigger: 'schedule',
      result: 'success',
      startedAt: '1970-01-01T00:16:40.500Z',
      endedAt: '1970-01-01T00:16:42.000Z',
      durationMs: 1_500,
      bytes: 42,
    });
  });

  test.each([
    [1, null, 'running'],
    [3, 'UpstreamBusy', 'failed'],
    [4, 'Canceled', 'canceled'],
    [5, null, 'terminated'],
    [7, null, 'timed-out'],
    [2, 'Canceled', 'canceled'],
    [2, 'DiskFull', 'failed'],
  ])('status %s with result %s is %s', (status, result, state) => {
    const indexedFields = result === null ? {} : { LastResult: field(result) };
    expect(toRun({ status, searchAttributes: { indexedFields } }).state).toBe(state);
  });

  test('an execution that tells nothing is no crash', () => {
    expect(toRun({})).toMatchObject({ seq: 0, state: 'running', endedAt: null, durationMs: null, bytes: null });
  });
});
