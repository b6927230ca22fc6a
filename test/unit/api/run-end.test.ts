import { describe, expect, test } from '@jest/globals';
import { isSettled } from '../../../api/cluster/run-end.ts';
import type { JobStatus } from '../../../resources/job/job-status.ts';
import type { CommandResult } from '../../../workflows/messages.ts';

const answer = (state: CommandResult['state'], runSeq: number): CommandResult => ({
  state,
  runSeq,
  changed: true,
  message: '',
  nextSchedule: null,
});

const cases: readonly [string, JobStatus | undefined, CommandResult, boolean][] = [
  ['no status yet', undefined, answer('pre-syncing', 1), false],
  ['status of the run before', { status: 'success', runSeq: 1 }, answer('pre-syncing', 2), false],
  ['run under way', { status: 'syncing', runSeq: 2 }, answer('pre-syncing', 2), false],
  ['run succeeded', { status: 'success', runSeq: 2 }, answer('pre-syncing', 2), true],
  ['run failed', { status: 'failed', runSeq: 2 }, answer('syncing', 2), true],
  // A stopped run leaves no end time of its own behind.
  [
    'run stopped',
    { status: 'success', runSeq: 2, lastStarted: '2026-01-02T00:00:00Z', lastEnded: '2026-01-01T00:00:00Z' },
    answer('syncing', 2),
    true,
  ],
  ['restart: the next run is under way', { status: 'syncing', runSeq: 3 }, answer('syncing', 2), false],
  ['restart: the next run has ended', { status: 'failed', runSeq: 3 }, answer('syncing', 2), true],
  ['pause without a run, not written yet', { status: 'success', runSeq: 2 }, answer('paused', 2), false],
  ['pause without a run', { status: 'paused', runSeq: 2 }, answer('paused', 2), true],
  ['never ran', { status: 'disabled' }, answer('disabled', 0), true],
];

describe('isSettled', () => {
  test.each(cases)('%s', (_what, status, result, settled) => {
    expect(isSettled(status, result)).toBe(settled);
  });
});
