import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { core } from '../../../kubernetes/core-resources.ts';
import { COMMAND_ANNOTATION } from '../../../resources/job/job-names.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import type { ResourceRef } from '../../../resources/kind.ts';
import { entityWorkflowId } from '../../../workflows/messages.ts';
import { startOperator, type OperatorFixture } from './operator-fixture.ts';
import { untilOperator } from './until-operator.ts';

const namespace = 'full';
const name = 'crowded';
const quotas: ResourceRef = {
  group: '',
  version: 'v1',
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  namespaced: true,
};
let operator: OperatorFixture;

beforeAll(async () => {
  operator = await startOperator({ namespace });
  const { admin } = operator;
  await admin.create(core.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const hard = { persistentvolumeclaims: '0' };
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none', namespace }, spec: { hard } };
  await admin.create(quotas, quota);
  // No controller-manager counts here; admission goes by the status.
  const body = { status: { hard, used: hard } };
  await admin.patch(quotas, { name: 'none', namespace }, { type: 'merge', body, subresource: 'status' });
}, 120_000);
afterAll(() => operator.stop());

test('a Job whose volume is refused by a quota says so, and still takes commands', async () => {
  const { admin, temporal } = operator;
  const annotations = { [COMMAND_ANNOTATION]: 'disable' };
  const spec = { config: { upstream: 'rsync://mirror.example/module/' } };
  const job = { apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata: { name, namespace, annotations }, spec };
  await admin.create(jobs, job as unknown as Job);
  const signalNames = async (): Promise<string[]> => {
    const { events } = await temporal.workflow.getHandle(entityWorkflowId(namespace, name)).fetchHistory();
    return (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
  };
  await untilOperator(async () => (await signalNames()).join() === 'reconcile,commandSignal');
  const ready = await untilOperator(async () => {
    const { status } = await admin.get<Job>(jobs, { name, namespace });
    return status?.conditions?.find(({ type }) => type === 'Ready');
  });
  expect(ready).toMatchObject({
    status: 'False',
    reason: 'Refused',
    message: expect.stringContaining('exceeded quota'),
  });
});
