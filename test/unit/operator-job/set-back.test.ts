import { describe, expect, test } from '@jest/globals';
import type { Execution } from '../../../operator/job/workflow/mirror-workflows.ts';
import { isSetBack, lookAt } from '../../../operator/job/workflow/set-back.ts';
import type { Job } from '../../../resources/job/job.ts';
import { sampleJob } from './sample-job.ts';

const execution = (change: Partial<Execution> = {}): Execution => ({
  runId: 'b',
  startedAt: 2_000,
  historyLength: 40,
  generation: 3,
  runSeq: 7,
  knowsCluster: true,
  ...change,
});

const job = (generation = 3, runSeq = 7): Job => ({ ...sampleJob({ metadata: { generation } }), status: { runSeq } });

describe('an execution that was not seen before', () => {
  test.each([
    ['that knows all that the object tells', execution(), job(), false],
    ['that knows more runs than the object', execution({ runSeq: 9 }), job(), false],
    ['that does not know the last spec', execution(), job(4), true],
    ['that does not know the last run', execution(), job(3, 8), true],
    ['that says nothing of what it knows', execution({ generation: undefined, runSeq: undefined }), job(4, 8), false],
  ])('%s', (_which, seen, object, setBack) => {
    expect(isSetBack(lookAt(seen, object), null)).toBe(setBack);
  });
});

describe('an execution beside the one seen before', () => {
  test.each([
    ['the same, with more events', execution({ historyLength: 41 }), execution(), false],
    ['the same, which has lost events', execution({ historyLength: 39 }), execution(), true],
    ['the same, behind as before', execution(), execution(), false],
    ['its successor', execution({ generation: 4 }), execution({ runId: 'a', startedAt: 1_000 }), false],
    ['a successor that is behind', execution(), execution({ runId: 'a', startedAt: 1_000 }), true],
    ['one of before', execution({ generation: 4 }), execution({ runId: 'c', startedAt: 3_000 }), true],
  ])('%s', (_which, seen, before, setBack) => {
    expect(isSetBack(lookAt(seen, job(4)), lookAt(before, job(4)))).toBe(setBack);
  });

  test.each([
    ['a spec', job(3, 7), job(4, 7)],
    ['a run', job(3, 7), job(3, 8)],
  ])('the same, and %s came since: perhaps it was told, perhaps it lost what it was told', (_what, then, today) => {
    expect(isSetBack(lookAt(execution(), today), lookAt(execution(), then))).toBe(true);
    expect(isSetBack(lookAt(execution(), today), lookAt(execution(), today))).toBe(false);
  });
});
