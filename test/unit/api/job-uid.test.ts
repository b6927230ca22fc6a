import { expect, test } from '@jest/globals';
import { jobUidOf, untilOtherJob } from '../../../api/temporal/job-uid.ts';
import type { ExecutionInfo } from '../../../api/temporal/to-run.ts';

const run = (uid?: string): ExecutionInfo =>
  uid === undefined ? {} : { memo: { fields: { uid: { data: Buffer.from(JSON.stringify(uid)) } } } };

test('runs of the present Job come before those of an earlier one, which end the list', () => {
  const runs = [run('now'), run(), run('now'), run('before'), run('now')];
  expect(untilOtherJob(runs, 'now').map(jobUidOf)).toEqual(['now', undefined, 'now']);
  expect(untilOtherJob(runs.slice(0, 3), 'now')).toHaveLength(3);
  expect(untilOtherJob([run('before')], 'now')).toEqual([]);
});
