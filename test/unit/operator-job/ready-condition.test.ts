import { expect, test } from '@jest/globals';
import { readyCondition, type DeploymentObject } from '../../../operator/job/ready-condition.ts';
import { sampleJob } from './sample-job.ts';

const now = new Date('2026-05-01T10:00:00.123Z');
const later = new Date('2026-05-01T11:00:00Z');

const deployment = (...conditions: { type: string; status: string; reason?: string; message?: string }[]) =>
  ({ status: { conditions } }) as DeploymentObject;

test.each([
  ['no Deployment yet', undefined, [], { status: 'False', reason: 'PodStarting' }],
  [
    'an available one',
    deployment({ type: 'Available', status: 'True' }),
    [],
    { status: 'True', reason: 'PodAvailable' },
  ],
  [
    'a quota in the way',
    deployment({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }),
    [],
    { status: 'False', reason: 'FailedCreate', message: 'exceeded quota' },
  ],
  [
    'a pod that does not come up',
    deployment({ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'too long' }),
    [],
    { status: 'False', reason: 'ProgressDeadlineExceeded' },
  ],
  [
    'a refused child',
    deployment({ type: 'Available', status: 'True' }),
    [{ kind: 'Service', reason: 'Refused' as const, message: 'no' }],
    { status: 'False', reason: 'Refused', message: 'no' },
  ],
])('%s', (_, found, problems, expected) => {
  const condition = readyCondition(sampleJob(), found, problems, now);
  expect(condition).toMatchObject({ type: 'Ready', lastTransitionTime: '2026-05-01T10:00:00Z', ...expected });
});

test('a pod that is not there yet: the condition says where to look', () => {
  expect(readyCondition(sampleJob(), undefined, [], now)?.message).toContain(
    'kubectl -n mirrors describe pod -l mirror.durasync.dev/job=debian',
  );
});

test('the same facts need no write, and keep the time of the change', () => {
  const first = readyCondition(sampleJob(), undefined, [], now);
  if (!first) throw new Error('no condition');
  const job = { ...sampleJob(), status: { conditions: [first] } };
  expect(readyCondition(job, undefined, [], later)).toBeUndefined();
  const changed = { ...sampleJob({ metadata: { generation: 2 } }), status: { conditions: [first] } };
  expect(readyCondition(changed, undefined, [], later)).toMatchObject({
    observedGeneration: 2,
    lastTransitionTime: '2026-05-01T10:00:00Z',
  });
});
