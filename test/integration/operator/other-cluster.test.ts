import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { core } from '../../../kubernetes/core-resources.ts';
import { isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import { clusterIdentity } from '../../../operator/cluster-identity.ts';
import { OrphanSweep } from '../../../operator/job/orphans/orphan-sweep.ts';
import { OtherClusterError, type MirrorWorkflows } from '../../../operator/job/workflow/mirror-workflows.ts';
import { temporalMirrorWorkflows } from '../../../operator/job/workflow/temporal-mirror-workflows.ts';
import { COMMAND_ANNOTATION } from '../../../resources/job/job-names.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { entityWorkflowId } from '../../../workflows/messages.ts';
import { reconcileInput } from '../../support/temporal/job-fixture.ts';
import { startOperator, type OperatorFixture } from './operator-fixture.ts';
import { untilOperator } from './until-operator.ts';

/** Jobs of two clusters whose operators share a Temporal namespace. */
const namespace = 'two-clusters';
const elsewhere = 'uid-of-another-cluster';
const signal = new AbortController().signal;

let operator: OperatorFixture;
let cluster: string;
let own: MirrorWorkflows;
let other: MirrorWorkflows;

beforeAll(async () => {
  operator = await startOperator({ namespace });
  cluster = await clusterIdentity(operator.admin, signal);
  own = temporalMirrorWorkflows(operator.temporal, cluster);
  other = temporalMirrorWorkflows(operator.temporal, elsewhere);
  await operator.admin.create(core.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}, 120_000);
afterAll(() => operator.stop());

const key = (name: string) => ({ namespace, name });
const getJob = (name: string) => operator.admin.get<Job>(jobs, key(name));
const handle = (name: string) => operator.temporal.workflow.getHandle(entityWorkflowId(namespace, name));

async function createJob(name: string): Promise<void> {
  const config = { upstream: 'rsync://mirror.example/module/' };
  const body = { apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata: key(name), spec: { config } };
  await operator.admin.create(jobs, body as unknown as Job);
}

const ready = async (name: string) =>
  (await getJob(name)).status?.conditions?.find(({ type }) => type === 'Ready') ?? { reason: undefined };

async function signals(name: string): Promise<string[]> {
  const { events } = await handle(name).fetchHistory();
  return (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
}

type EventObject = KubernetesObject & { reason: string; note: string; regarding: { name: string } };

async function notes(name: string, reason: string): Promise<string[]> {
  const { items } = await operator.admin.list<EventObject>(core.events, { namespace });
  return items.filter((event) => event.regarding.name === name && event.reason === reason).map(({ note }) => note);
}

test('the workflow of a Job knows its cluster from the start', async () => {
  await createJob('known');
  await untilOperator(async () => (await own.execution(namespace, 'known')) !== null);
  expect((await handle('known').describe()).memo).toHaveProperty('cluster', cluster);
  expect(await other.execution(namespace, 'known')).toBeNull();
});

test('a Job whose workflow is of another cluster is told why nothing is done, and leaves that workflow alone', async () => {
  await other.reconcile(namespace, 'fought-over', reconcileInput());
  await createJob('fought-over');
  await untilOperator(async () => (await ready('fought-over')).reason === 'OtherCluster');
  expect(await ready('fought-over')).toMatchObject({
    status: 'False',
    message: expect.stringMatching(/uid-of-another-cluster.*a Temporal namespace of its own/),
  });
  await untilOperator(async () => (await notes('fought-over', 'OtherCluster')).length > 0);
  const annotations = { [COMMAND_ANNOTATION]: 'start' };
  await operator.admin.patch(jobs, key('fought-over'), { type: 'merge', body: { metadata: { annotations } } });
  const deployment = operator.admin.get(core.deployments, key('mirror-fought-over'));
  await expect(deployment.then(() => false, isNotFound)).resolves.toBe(true);

  await operator.admin.delete(jobs, key('fought-over'));
  await untilOperator(() => getJob('fought-over').then(() => false, isNotFound));
  expect(await signals('fought-over')).toEqual(['reconcile']);
  expect(await other.execution(namespace, 'fought-over')).not.toBeNull();
});

test('the Job gets going once that workflow has ended', async () => {
  await other.reconcile(namespace, 'freed', reconcileInput());
  await createJob('freed');
  await untilOperator(async () => (await ready('freed')).reason === 'OtherCluster');
  await handle('freed').terminate();
  await operator.admin.patch(jobs, key('freed'), {
    type: 'merge',
    body: { metadata: { annotations: { look: 'again' } } },
  });
  await untilOperator(() => operator.admin.get(core.deployments, key('mirror-freed')));
  await untilOperator(async () => (await ready('freed')).reason === 'PodStarting');
  expect((await handle('freed').describe()).memo).toHaveProperty('cluster', cluster);
});

test('no call reaches the workflow of another cluster', async () => {
  await own.reconcile(namespace, 'guarded', reconcileInput());
  const told = { commandId: 'c-1', command: 'start' } as const;
  await expect(other.reconcile(namespace, 'guarded', reconcileInput())).rejects.toThrow(OtherClusterError);
  await expect(other.command(namespace, 'guarded', told)).rejects.toThrow(OtherClusterError);
  await other.remove(namespace, 'guarded');
  expect(await signals('guarded')).toEqual(['reconcile']);
  await own.command(namespace, 'guarded', told);
  expect(await signals('guarded')).toEqual(['reconcile', 'commandSignal']);
});

test('a sweep ends the orphans of its own cluster only', async () => {
  await createJob('kept');
  await own.reconcile(namespace, 'orphan', reconcileInput());
  await other.reconcile(namespace, 'foreign', reconcileInput());
  const listed = async () => new Map((await own.running()).map((found) => [found.name, found.cluster]));
  // Visibility follows the workflows a moment later.
  await untilOperator(async () => (await listed()).has('orphan') && (await listed()).has('foreign'));
  expect([(await listed()).get('orphan'), (await listed()).get('foreign')]).toEqual([cluster, elsewhere]);
  const logger = pino({ level: 'silent' });
  const sweep = new OrphanSweep({ client: operator.admin, workflows: own, logger, cluster, namespace });
  await sweep.sweep(signal);
  expect(await signals('orphan')).toEqual(['reconcile']);
  await sweep.sweep(signal);
  expect(await signals('orphan')).toEqual(['reconcile', 'remove']);
  expect(await signals('foreign')).toEqual(['reconcile']);
});
