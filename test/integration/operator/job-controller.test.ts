import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { StatusPatch } from '../../../activities/control-contract.ts';
import { patchJobStatus } from '../../../activities/control/patch-job-status.ts';
import { RecentJobs } from '../../../activities/control/recent-jobs.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import { isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import { CHILD_KINDS } from '../../../operator/job/children/sync-children.ts';
import { temporalMirrorWorkflows } from '../../../operator/job/workflow/temporal-mirror-workflows.ts';
import { COMMAND_ANNOTATION, COMMAND_ID_ANNOTATION, WORKFLOW_FINALIZER } from '../../../resources/job/job-names.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import type { KubernetesObject, ResourceRef } from '../../../resources/kind.ts';
import { entityWorkflowId } from '../../../workflows/messages.ts';
import { startOperator, type OperatorFixture } from './operator-fixture.ts';
import { untilOperator } from './until-operator.ts';

const namespace = 'mirrors';
let operator: OperatorFixture;

beforeAll(async () => {
  operator = await startOperator({ namespace });
  await operator.admin.create(core.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}, 120_000);
afterAll(() => operator.stop());

const key = (name: string) => ({ namespace, name });
const getJob = (name: string) => operator.admin.get<Job>(jobs, key(name));
const getChild = <T extends KubernetesObject>(ref: ResourceRef, job: string) =>
  operator.admin.get<T>(ref, key(`mirror-${job}`));

/** Creates a Job as a user does, and waits until the operator has settled it. */
async function createJob(name: string, spec: object = {}): Promise<Job> {
  const config = { upstream: 'rsync://mirror.example/module/' };
  const body = { apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata: key(name), spec: { config, ...spec } };
  await operator.admin.create(jobs, body as unknown as Job);
  await untilOperator(async () => (await signals(name)).length > 0);
  // The children that come last.
  for (const ref of [core.deployments, core.roleBindings]) await untilOperator(() => getChild(ref, name));
  return getJob(name);
}

const merge = (name: string, body: object) => operator.admin.patch<Job>(jobs, key(name), { type: 'merge', body });
const command = (name: string, text: string) =>
  merge(name, { metadata: { annotations: { [COMMAND_ANNOTATION]: text } } });

/** The signals that the Job's workflow has got, in order. */
async function signals(name: string): Promise<{ name: string; input: unknown }[]> {
  const { events }: History = await operator.temporal.workflow
    .getHandle(entityWorkflowId(namespace, name))
    .fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const [payload] = signal?.input?.payloads ?? [];
    const text = Buffer.from(payload?.data ?? []).toString();
    return signal
      ? [{ name: signal.signalName ?? '', input: text === '' ? undefined : (JSON.parse(text) as unknown) }]
      : [];
  });
}

const signalNames = async (name: string): Promise<string[]> => (await signals(name)).map((signal) => signal.name);

type EventObject = KubernetesObject & { reason: string; note: string; regarding: { name: string } };

async function eventsOf(name: string): Promise<EventObject[]> {
  const { items } = await operator.admin.list<EventObject>(core.events, { namespace });
  return items.filter(({ regarding }) => regarding.name === name);
}

const events = async (name: string): Promise<string[]> => (await eventsOf(name)).map(({ reason }) => reason);

const notes = async (name: string, wanted: string): Promise<string[]> =>
  (await eventsOf(name)).filter(({ reason }) => reason === wanted).map(({ note }) => note);

const versionsOfChildren = (name: string) =>
  Promise.all(CHILD_KINDS.map(async (ref) => [ref.kind, (await getChild(ref, name)).metadata.resourceVersion]));
const reconciles = () => operator.counter('controller_runtime_reconcile_total');

describe('a Job', () => {
  test('gets its children, a finalizer and a workflow', async () => {
    const job = await createJob('debian');
    expect(job.metadata.finalizers).toEqual([WORKFLOW_FINALIZER]);
    for (const ref of CHILD_KINDS) {
      const child = await getChild(ref, 'debian');
      expect([ref.kind, child.metadata.ownerReferences]).toEqual([
        ref.kind,
        [expect.objectContaining({ kind: 'Job', uid: job.metadata.uid, controller: true })],
      ]);
    }
    const description = await operator.temporal.workflow.getHandle(entityWorkflowId(namespace, 'debian')).describe();
    expect(description).toMatchObject({
      type: 'mirrorJob',
      taskQueue: 'control',
      status: { name: 'RUNNING' },
      searchAttributes: { MirrorJob: ['mirrors/debian'], UpstreamHost: ['mirror.example'] },
    });
    expect(await signals('debian')).toMatchObject([
      { name: 'reconcile', input: { uid: job.metadata.uid, generation: 1, config: { interval: '6h' } } },
    ]);
    await untilOperator(async () => (await notes('debian', 'Created')).length > 0);
    // One reconcile made them all: a binding that came before its role would be refused, and follow half a second later.
    expect((await notes('debian', 'Created')).join()).toMatch(/PersistentVolumeClaim.*Role.*Deployment.*RoleBinding/);
  });

  test('says that its pod is not ready, and then that it is', async () => {
    await createJob('ready');
    const ready = async () => (await getJob('ready')).status?.conditions?.find(({ type }) => type === 'Ready');
    await untilOperator(async () => (await ready())?.reason === 'PodStarting');
    const status = { conditions: [{ type: 'Available', status: 'True', reason: 'x', message: 'y' }] };
    const patch = { type: 'merge', subresource: 'status', body: { status } } as const;
    await operator.admin.patch(core.deployments, key('mirror-ready'), patch);
    await untilOperator(async () => (await ready())?.status === 'True');
  });

  test('that is settled costs no write', async () => {
    await createJob('quiet');
    await untilOperator(async () => (await getJob('quiet')).status?.conditions?.length === 1);
    await untilOperator(async () => (await events('quiet')).includes('Created'));
    const settled = await versionsOfChildren('quiet');
    const told = await events('quiet');
    for (const note of ['a', 'b', 'c']) await merge('quiet', { metadata: { annotations: { note } } });
    const seen = await reconciles();
    const last = await merge('quiet', { metadata: { annotations: { note: 'd' } } });
    await untilOperator(async () => (await reconciles()) > seen);
    expect((await getJob('quiet')).metadata.resourceVersion).toBe(last.metadata.resourceVersion);
    expect(await signalNames('quiet')).toEqual(['reconcile']);
    // What the workflow is told of now was read after all that went before.
    await merge('quiet', { spec: { config: { interval: '2h' } } });
    await untilOperator(async () => (await signalNames('quiet')).length === 2);
    expect(await versionsOfChildren('quiet')).toEqual(settled);
    expect(await events('quiet')).toEqual(told);
  });

  test('has its workflow among those that run', async () => {
    await createJob('listed');
    const running = () => temporalMirrorWorkflows(operator.temporal, 'any').running();
    // Visibility follows the workflows a moment later.
    await untilOperator(async () => (await running()).some(({ name }) => name === 'listed'));
    expect(await running()).toContainEqual({ namespace, name: 'listed', cluster: expect.any(String) });
  });

  test('with a new schedule tells the workflow, and its pod is left alone', async () => {
    await createJob('changes');
    const before = await getChild(core.deployments, 'changes');
    await merge('changes', { spec: { config: { interval: '1h' } } });
    await untilOperator(async () => (await signals('changes')).length === 2);
    expect((await signals('changes'))[1]).toMatchObject({ input: { generation: 2, config: { interval: '1h' } } });
    expect((await getChild(core.deployments, 'changes')).metadata.generation).toBe(before.metadata.generation);
  });

  test('that no longer serves by HTTP and rsync loses its Service', async () => {
    await createJob('private');
    await merge('private', { spec: { deploy: { disableFront: true, disableRsync: true } } });
    await untilOperator(() => getChild(core.services, 'private').then(() => false, isNotFound));
  });

  test('whose Deployment someone changed gets it back', async () => {
    await createJob('drift');
    await operator.admin.patch(core.deployments, key('mirror-drift'), {
      type: 'merge',
      body: { spec: { replicas: 0 } },
    });
    type Deployment = KubernetesObject & { spec: { replicas: number } };
    await untilOperator(async () => (await getChild<Deployment>(core.deployments, 'drift')).spec.replicas === 1);
  });

  test('does not take over an object of someone else', async () => {
    const service = { spec: { ports: [{ port: 80 }] }, metadata: key('mirror-taken') };
    await operator.admin.create(core.services, { apiVersion: 'v1', kind: 'Service', ...service });
    await createJob('taken');
    await untilOperator(async () => (await events('taken')).includes('NameTaken'));
    expect((await getChild(core.services, 'taken')).metadata.ownerReferences).toBeUndefined();
    const conditions = (await getJob('taken')).status?.conditions;
    expect(conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason: 'NameTaken' });
  });
});

describe('a run', () => {
  const time = (runSeq: number): string => `2026-05-01T10:00:0${runSeq}.000Z`;
  const success = (runSeq: number) => ({ status: 'success', lastUpdate: time(runSeq) }) as const;
  const end = async (runSeq: number, change: StatusPatch['status']): Promise<void> => {
    const { uid = '' } = (await getJob('runs')).metadata;
    const status = {
      runSeq,
      lastEnded: time(runSeq),
      errorMsg: null,
      errorClass: null,
      ...change,
    };
    const deps = {
      kubernetes: operator.admin,
      now: Date.now,
      signal: AbortSignal.timeout(10_000),
      recent: new RecentJobs(),
    };
    expect(await patchJobStatus({ ...key('runs'), uid, runSeq, status }, deps)).toBe(true);
  };

  test('that fails is told by a warning, and the first success after it, but not every one', async () => {
    await createJob('runs');
    await end(1, success(1));
    await end(2, { status: 'failed', errorClass: 'UpstreamAuth', errorMsg: 'The upstream refuses the login.' });
    await untilOperator(async () => (await events('runs')).includes('SyncFailed'));
    expect(await notes('runs', 'SyncFailed')).toEqual(['Run 2 failed (UpstreamAuth): The upstream refuses the login.']);
    await end(3, success(3));
    await end(4, success(4));
    await untilOperator(async () => (await events('runs')).includes('Synced'));
    expect(await notes('runs', 'Synced')).toEqual(['Run 3 succeeded; the one before had not.']);
  });
});

describe('a command by annotation', () => {
  test('is signalled once with an id, and taken off', async () => {
    await createJob('told');
    await command('told', 'start force');
    const annotations = await untilOperator(async () => {
      const { metadata } = await getJob('told');
      return metadata.annotations?.[COMMAND_ANNOTATION] === undefined && (metadata.annotations ?? {});
    });
    expect(annotations).not.toHaveProperty([COMMAND_ID_ANNOTATION]);
    expect((await signals('told')).slice(1)).toEqual([
      { name: 'commandSignal', input: { commandId: expect.any(String), command: 'start', force: true } },
    ]);
    await untilOperator(async () => (await events('told')).includes('CommandSent'));
  });

  test('that is none is taken off with a warning', async () => {
    await createJob('mistold');
    await command('mistold', 'strat');
    await untilOperator(async () => (await getJob('mistold')).metadata.annotations?.[COMMAND_ANNOTATION] === undefined);
    await untilOperator(async () => (await events('mistold')).includes('InvalidCommand'));
    expect(await signalNames('mistold')).toEqual(['reconcile']);
  });

  test('starts the workflow anew where someone ended it', async () => {
    await createJob('ended');
    await operator.temporal.workflow.getHandle(entityWorkflowId(namespace, 'ended')).terminate();
    await command('ended', 'start');
    await untilOperator(async () => (await signalNames('ended')).join() === 'reconcile,commandSignal');
  });
});

describe('a deleted Job', () => {
  test('stays until its workflow has ended', async () => {
    await createJob('leaving');
    await operator.admin.delete(jobs, key('leaving'));
    await untilOperator(async () => (await signalNames('leaving')).includes('remove'));
    expect((await getJob('leaving')).metadata.finalizers).toEqual([WORKFLOW_FINALIZER]);
    await operator.temporal.workflow.getHandle(entityWorkflowId(namespace, 'leaving')).terminate();
    await untilOperator(() => getJob('leaving').then(() => false, isNotFound));
    expect((await signalNames('leaving')).filter((name) => name === 'remove')).toHaveLength(1);
  });
});

describe('a Job that goes without its finalizer', () => {
  test('takes its workflow with it', async () => {
    await createJob('stripped');
    operator.proxies.kubernetes.cut();
    await merge('stripped', { metadata: { finalizers: [] } });
    await operator.admin.delete(jobs, key('stripped'));
    operator.proxies.kubernetes.mend();
    await untilOperator(async () => (await signalNames('stripped')).join() === 'reconcile,remove', 30_000);
  }, 60_000);
});

describe('the operator', () => {
  test('keeps a deleted Job while Temporal is away, says so, and goes on when it is back', async () => {
    await createJob('cut-off');
    operator.proxies.temporal.cut();
    await operator.admin.delete(jobs, key('cut-off'));
    await untilOperator(async () => (await events('cut-off')).includes('TemporalUnavailable'));
    expect((await getJob('cut-off')).metadata.finalizers).toEqual([WORKFLOW_FINALIZER]);
    operator.proxies.temporal.mend();
    await untilOperator(async () => (await signalNames('cut-off')).includes('remove'), 40_000);
  });

  test('goes on when the API server is back, after its lease was lost', async () => {
    await createJob('survivor');
    operator.proxies.kubernetes.cut();
    await merge('survivor', { spec: { config: { interval: '2h' } } });
    const leads = () => operator.counter('leader_election_master_status').catch(() => 0);
    await untilOperator(async () => (await leads()) === 0, 30_000);
    operator.proxies.kubernetes.mend();
    await untilOperator(async () => (await signals('survivor')).length === 2, 40_000);
    expect((await signals('survivor'))[1]).toMatchObject({ input: { generation: 2 } });
  }, 90_000);
});
