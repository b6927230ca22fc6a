import { describe, expect, test } from '@jest/globals';
import { isRefused } from '../../../cli/commands/command-refused.ts';
import { runOutcome, successSentence } from '../../../cli/commands/run-outcome.ts';
import { jobDetail } from '../../../cli/output/job-detail.ts';
import { failureHint } from '../../../cli/output/failure-hints.ts';
import type { JobState, JobStatus } from '../../../resources/job/job-status.ts';
import type { CommandVerb } from '../../../workflows/messages.ts';
import { at, jobOf, NOW } from './job-fixture.ts';

test.each<[string, JobStatus, string]>([
  ['success', { status: 'success', lastStarted: at(-9), lastUpdate: at(0) }, 'success'],
  ['failed', { status: 'failed', lastStarted: at(-9), lastEnded: at(0), lastUpdate: at(-99) }, 'failed'],
  ['failed, the first run', { status: 'failed', lastStarted: at(-9), lastEnded: at(0) }, 'failed'],
  [
    'failure of a paused Job',
    { status: 'paused', lastStarted: at(-9), lastEnded: at(0), lastUpdate: at(-99) },
    'failed',
  ],
  ['stopped after a failed run', { status: 'failed', lastStarted: at(-9), lastEnded: at(-50) }, 'stopped'],
  [
    'stopped, having begun when the one before ended',
    { status: 'failed', lastStarted: at(-9), lastEnded: at(-9) },
    'stopped',
  ],
  ['failed, without times', { status: 'failed' }, 'failed'],
  [
    'stopped: the state is that of the last complete run',
    { status: 'success', lastStarted: at(-9), lastUpdate: at(-99) },
    'stopped',
  ],
  [
    'success of a paused Job',
    { status: 'paused', lastStarted: at(-9), lastEnded: at(0), lastUpdate: at(0) },
    'success',
  ],
  ['never run', { status: 'created' }, 'stopped'],
])('outcome: %s', (_, status, outcome) => {
  expect(runOutcome(status)).toBe(outcome);
});

test.each<[CommandVerb, JobState, boolean]>([
  ['start', 'syncing', false],
  ['start', 'disabled', true],
  ['start', 'paused', true],
  ['start', 'failed', true],
  ['stop', 'success', false],
  ['pause', 'paused', false],
  ['pause', 'syncing', false],
  ['pause', 'created', true],
  ['resume', 'disabled', true],
  ['resume', 'success', false],
])('%s that changed nothing in state %s: refused is %s', (verb, state, refused) => {
  const result = { state, runSeq: 1, changed: false, message: '', nextSchedule: null };
  expect(isRefused(verb, result)).toBe(refused);
  expect(isRefused(verb, { ...result, changed: true })).toBe(false);
});

test('the sentence on a success', () => {
  const stats = { durationMs: 340, filesTransferred: 1_200, filesDeleted: 2, bytesTransferred: 1_536 };
  expect(successSentence(jobOf('a', { runSeq: 4, stats }))).toBe(
    'run 4: success in 0.34s, 1,200 files fetched, 2 deleted, 1.50 KiB transferred',
  );
});

describe('the page of a Job', () => {
  const page = (status: JobStatus) =>
    Object.fromEntries(
      jobDetail(jobOf('debian', status), NOW)
        .filter(({ label }) => label !== '')
        .map(({ label, value }) => [label, typeof value === 'string' ? value : value.text]),
    );
  test('tells state, schedule and failure', () => {
    const status: JobStatus = {
      status: 'failed',
      waitingFor: 'the upstream to have room',
      errorClass: 'MassDeletion',
      errorMsg: 'would delete 900 of 1000 files',
      nextSchedule: at(21_480_000),
      runSeq: 7,
      trigger: 'schedule',
      lastStarted: at(-60_000),
    };
    expect(page(status)).toMatchObject({
      State: 'failed',
      'Waiting for': 'the upstream to have room',
      'Last error': 'MassDeletion: would delete 900 of 1000 files',
      'Next run': '2026-03-01 17:58:00Z (in 5h58m)',
      'Last run': '7, on schedule, started 2026-03-01 11:59:00Z (1m ago)',
    });
  });
  test('tells why a run does not get on while its worker is away', () => {
    const message = 'The pod is not available yet; see: kubectl describe';
    const ready = {
      type: 'Ready',
      status: 'False',
      reason: 'PodStarting',
      message,
      lastTransitionTime: at(0),
    } as const;
    expect(page({ status: 'syncing', conditions: [ready] })['Waiting for']).toContain(message);
    expect(page({ status: 'success', conditions: [ready] })['Waiting for']).toBeUndefined();
    expect(page({ status: 'syncing', conditions: [{ ...ready, status: 'True' }] })['Waiting for']).toBeUndefined();
  });
  test('leaves out what is not known', () => {
    expect(Object.keys(page({}))).toEqual(['Name', 'State', 'Upstream', 'Schedule', 'Next run', 'Last update', 'Size']);
  });
});

test('hints name the mirror and pass over classes of newer servers', () => {
  expect(failureHint('WorkerLost', 'debian')).toContain('mirror.durasync.dev/job=debian');
  // Its own message says what to do.
  expect(failureHint('MassDeletion', 'debian')).toBeUndefined();
  expect(failureHint('constructor', 'debian')).toBeUndefined();
});
