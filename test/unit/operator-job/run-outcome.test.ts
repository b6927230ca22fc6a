import { expect, test } from '@jest/globals';
import { runOutcome, runOutcomes } from '../../../operator/job/run-outcome.ts';
import type { Informer, InformerEvent, InformerHandler } from '../../../operator/kit/cache/informer.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { JobStatus } from '../../../resources/job/job-status.ts';
import { sampleJob } from './sample-job.ts';

const job = (status: JobStatus): Job => ({ ...sampleJob(), status });
const at = (second: number): string => `2026-05-01T10:00:0${second}.000Z`;

const failed = job({ status: 'failed', lastEnded: at(1) });
const running = job({ status: 'syncing', lastEnded: at(1) });
const failedAgain = job({ status: 'failed', lastEnded: at(2) });
const failedPaused = job({ status: 'paused', lastEnded: at(2) });
const failedFollowed = job({ status: 'pre-syncing', lastEnded: at(2) });
const good = job({ status: 'success', lastEnded: at(3), lastUpdate: at(3) });
const goodAgain = job({ status: 'success', lastEnded: at(4), lastUpdate: at(4) });
const failedAfterGood = job({ status: 'failed', lastEnded: at(4), lastUpdate: at(3) });

test.each([
  ['the first run, which fails', sampleJob(), failed, 'failed'],
  ['the first run, which succeeds', sampleJob(), good, undefined],
  ['another failure', running, failedAgain, 'failed'],
  ['a success after a failure', running, good, 'recovered'],
  ['a success after a success', good, goodAgain, undefined],
  ['a failure after a success', good, failedAfterGood, 'failed'],
  ['a failure of a paused Job', running, failedPaused, 'failed'],
  ['a failure with a run right behind it', running, failedFollowed, 'failed'],
  ['a run that someone stops', running, job({ status: 'paused', lastEnded: at(1) }), undefined],
  ['the start of the next run', failed, running, undefined],
  ['a failed Job of which something else changes', failed, failed, undefined],
  ['an older status', failedAgain, failed, undefined],
])('%s', (_, old, now, outcome) => {
  expect(runOutcome(old, now)).toBe(outcome);
});

test('what was there before the operator, and what is shown again, has been told', () => {
  let tell: InformerHandler<Job> = () => undefined;
  const informer = { hasSynced: true, onEvent: (handler: InformerHandler<Job>) => ((tell = handler), () => undefined) };
  const told: string[] = [];
  const source = runOutcomes(informer as unknown as Informer<Job>, {
    syncFailed: () => void told.push('failed'),
    synced: () => void told.push('synced'),
  });
  source.attach(() => told.push('reconcile'));
  const seen: InformerEvent<Job>[] = [
    { type: 'added', object: failed, initial: true },
    { type: 'updated', old: failed, object: failed, resync: true },
    { type: 'updated', old: failed, object: running, resync: false },
    { type: 'deleted', object: failed, finalStateUnknown: false },
  ];
  seen.forEach((event) => tell(event));
  expect(told).toEqual([]);
  tell({ type: 'updated', old: running, object: failedAgain, resync: false });
  tell({ type: 'updated', old: failedAgain, object: good, resync: false });
  expect(told).toEqual(['failed', 'synced']);
});
