import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { reconcileSignal, removeSignal, runWorkflowId, viewQuery } from '../../../workflows/messages.ts';
import { amendRunSignal } from '../../../workflows/run-messages.ts';
import { connectTestServer, EntityHarness } from '../../support/temporal/entity-harness.ts';
import { until } from '../../support/until.ts';
import { jobConfig } from '../../support/job-config.ts';

let env: TestWorkflowEnvironment;
let job: EntityHarness;

beforeAll(async () => {
  env = await connectTestServer();
});
afterAll(() => env.teardown());
beforeEach(() => {
  job = new EntityHarness(env);
});
afterEach(async () => {
  await job.handle.terminate().catch(() => undefined);
  await job.stopWorkers();
});

describe('an attempt that fails', () => {
  test('is made again as often as retry says, then the run fails with the class of the failure', async () => {
    await job.startWorkers();
    await job.reconcile({ config: jobConfig({ retry: 2 }) });
    (await job.sync.attempt(1)).fail('DiskFull', 'no space');
    const paused = await job.control.until(({ errorMsg }) => errorMsg === 'no space');
    expect(paused).toMatchObject({ status: 'pre-syncing', errorClass: 'DiskFull', runSeq: 1, attempt: 1 });
    expect(paused.waitingFor).toMatch(/^Attempt 2 of 2 at \S+Z, since attempt 1 failed/);
    expect(await job.command('start')).toMatchObject({ changed: true, runSeq: 1 });
    const second = await job.sync.attempt(2);
    expect(second.attempt).toBe(2);
    const going = await job.control.until(({ status, attempt }) => status === 'syncing' && attempt === 2);
    expect(going).not.toHaveProperty('errorMsg');
    (await job.sync.attempt(2)).fail('UpstreamUnreachable', 'no route');
    const failed = await job.control.until(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ errorClass: 'UpstreamUnreachable', errorMsg: 'no route' });
    expect(failed.lastUpdate).toBeUndefined();
    expect(job.sync.attempts).toHaveLength(2);
  });

  test('is made again when its time has come', async () => {
    await job.startWorkers();
    await job.reconcile();
    (await job.sync.attempt(1)).fail('Unknown');
    const { waitingFor } = await job.control.until(({ errorClass }) => errorClass === 'Unknown');
    const second = await job.sync.attempt(2);
    const due = Date.parse(/at (\S+Z)/.exec(waitingFor ?? '')?.[1] ?? '');
    // The time that is told is rounded up to the second.
    expect(second.at).toBeGreaterThan(due - 1_000);
    second.succeed();
    expect(await job.control.until(({ status }) => status === 'success')).toMatchObject({ runSeq: 1, attempt: 2 });
  });

  test('is made again at once, by the new spec, when that may mend it', async () => {
    await job.startWorkers();
    await job.reconcile();
    (await job.sync.attempt(1)).fail('DiskFull');
    await job.control.until(({ errorClass }) => errorClass === 'DiskFull');
    await job.reconcile({ generation: 2, config: jobConfig({ minFree: '1Mi', retry: 3 }) });
    const second = await job.sync.attempt(2);
    expect(second.input).toMatchObject({ generation: 2, runSeq: 1, config: { minFree: '1Mi' } });
    second.fail('DiskFull');
    const { waitingFor } = await job.control.until(
      ({ attempt, errorClass }) => attempt === 2 && errorClass !== undefined,
    );
    expect(waitingFor).toMatch(/^Attempt 3 of 3/);
  });

  test('can be stopped while it waits for the next one', async () => {
    await job.startWorkers();
    await job.settleFirstRun();
    await job.command('start');
    (await job.sync.attempt(2)).fail('UpstreamBusy');
    await job.control.until(({ errorClass }) => errorClass === 'UpstreamBusy');
    expect(await job.command('start')).toMatchObject({ changed: false, message: expect.stringContaining('too busy') });
    await job.command('stop');
    expect(await job.control.until(({ status }) => status === 'success')).not.toHaveProperty('errorClass');
    const run = await env.client.workflow.getHandle(runWorkflowId(job.namespace, job.name, 2)).describe();
    expect(run.status.name).toBe('CANCELLED');
  });

  test('gives all attempts back when the worker of a later one is lost', async () => {
    await job.startWorkers();
    await job.reconcile();
    (await job.sync.attempt(1)).fail('DiskFull');
    await job.control.until(({ errorClass }) => errorClass === 'DiskFull');
    await job.command('start');
    const second = await job.sync.attempt(2);
    await job.control.until(({ attempt }) => attempt === 2);
    second.fail('WorkerShutdown');
    const third = await job.sync.attempt(3);
    expect(third.attempt).toBe(1);
    await job.control.until(({ attempt }) => attempt === 1);
    third.fail('LocalIo');
    const { waitingFor } = await job.control.until(({ errorClass }) => errorClass === 'LocalIo');
    expect(waitingFor).toMatch(/^Attempt 2 /);
  });

  test('is made by what its entity told last when its worker is lost', async () => {
    await job.startWorkers();
    await job.reconcile();
    const first = await job.sync.attempt(1);
    const run = env.client.workflow.getHandle(runWorkflowId(job.namespace, job.name, 1));
    const told = { generation: 2, config: jobConfig({ minFree: '1Mi' }), allowDelete: true };
    await run.signal(amendRunSignal, { ...told, atOnce: true });
    first.fail('WorkerShutdown');
    expect((await job.sync.attempt(2)).input).toMatchObject({ ...told, runSeq: 1 });
  });

  test('is not made again when no other attempt can mend it', async () => {
    await job.startWorkers();
    await job.reconcile({ config: jobConfig({ retry: 5 }) });
    (await job.sync.attempt(1)).fail('UpstreamAuth', 'bad password');
    expect(await job.control.until(({ status }) => status === 'failed')).toMatchObject({ errorClass: 'UpstreamAuth' });
    expect(job.sync.attempts).toHaveLength(1);
  });

  test('for the worker going away costs no attempt', async () => {
    await job.startWorkers();
    await job.reconcile({ config: jobConfig({ retry: 1 }) });
    (await job.sync.attempt(1)).fail('WorkerShutdown');
    (await job.sync.attempt(2)).fail('WorkerShutdown');
    (await job.sync.attempt(3)).succeed();
    expect(await job.control.until(({ status }) => status === 'success')).toMatchObject({ runSeq: 1 });
  });

  test('for taking too long is TimedOut', async () => {
    await job.startWorkers();
    await job.reconcile({ config: jobConfig({ retry: 1, timeout: '1s' }) });
    expect(await job.control.until(({ status }) => status === 'failed')).toMatchObject({ errorClass: 'TimedOut' });
  });

  test('for a time-out nobody can read fails the run, not the workflow', async () => {
    await job.startWorkers();
    await job.reconcile({ config: jobConfig({ timeout: 'soon' }) });
    expect(await job.control.until(({ status }) => status === 'failed')).toMatchObject({ errorClass: 'ConfigInvalid' });
  });
});

test('a run whose worker stopped answering is carried on by the next one, with one attempt granted', async () => {
  await job.startWorkers();
  await job.reconcile({ config: jobConfig({ retry: 1 }) });
  const lost = await job.sync.attempt(1);
  lost.fallSilent();
  (await job.sync.attempt(2)).succeed();
  expect(await job.control.until(({ status }) => status === 'success')).toMatchObject({ runSeq: 1 });
});

test('a run without a worker waits for it and says so', async () => {
  await job.startControlWorker();
  await job.reconcile();
  const waiting = await job.control.until(({ waitingFor }) => waitingFor !== undefined);
  expect(waiting).toMatchObject({
    status: 'pre-syncing',
    waitingFor: expect.stringContaining(`sync.${job.namespace}`),
  });
  await job.startSyncWorker();
  (await job.sync.attempt(1)).succeed();
  expect((await job.control.until(({ status }) => status === 'success')).waitingFor).toBeUndefined();
});

test('while Kubernetes is away commands are answered, and afterwards the newest state is written', async () => {
  await job.startWorkers();
  await job.settleFirstRun();
  job.control.down = true;
  await job.command('start');
  (await job.sync.attempt(2)).succeed();
  await job.control.untilRefused(3);
  await until('run 2 to end', async () => {
    const { state, runSeq } = await job.handle.query(viewQuery);
    return state === 'success' && runSeq === 2;
  });
  expect(await job.command('pause')).toMatchObject({ state: 'paused', runSeq: 2 });
  const before = job.control.patches.length;
  job.control.down = false;
  expect(await job.control.until(({ status }) => status === 'paused')).toMatchObject({ runSeq: 2 });
  expect(job.control.patches.length - before).toBeLessThanOrEqual(2);
});

test('a control worker that is replaced in the middle of a run loses nothing', async () => {
  await job.startWorkers();
  await job.reconcile();
  const attempt = await job.sync.attempt(1);
  await job.stopControlWorker();
  attempt.succeed();
  await job.startControlWorker();
  expect(await job.control.until(({ status }) => status === 'success')).toMatchObject({ runSeq: 1 });
});

test('the same signals again start nothing', async () => {
  await job.startWorkers();
  await job.reconcile();
  await job.reconcile();
  (await job.sync.attempt(1)).succeed();
  await job.control.until(({ status }) => status === 'success');
  await job.reconcile();
  expect(await job.handle.query(viewQuery)).toMatchObject({ state: 'success', runSeq: 1 });
});

test('a run that was terminated in the Temporal UI is a failed run, and the schedule goes on', async () => {
  await job.startWorkers();
  await job.reconcile();
  await job.sync.attempt(1);
  await env.client.workflow.getHandle(runWorkflowId(job.namespace, job.name, 1)).terminate();
  const failed = await job.control.until(({ status }) => status === 'failed');
  expect(failed).toMatchObject({ errorClass: 'Killed' });
  expect(failed.nextSchedule).toBeDefined();
});

test('a Job that is made anew while its predecessor ends gets its run', async () => {
  await job.startWorkers();
  await job.settleFirstRun();
  await job.stopControlWorker();
  await job.handle.signal(removeSignal);
  await job.reconcile({ uid: 'uid-2' });
  await job.startControlWorker();
  const attempt = await job.sync.attempt(2);
  expect(attempt.input).toMatchObject({ uid: 'uid-2' });
  attempt.succeed();
  expect(await job.control.until(({ status, runSeq }) => status === 'success' && runSeq === 2)).toBeDefined();
  expect(await job.handle.query(viewQuery)).toMatchObject({ state: 'success', runSeq: 2 });
});

test('an interval beyond all calendars leaves the entity answering', async () => {
  await job.startWorkers();
  await job.settleFirstRun({ config: jobConfig({ interval: '9999999999w', timeout: '9999999999w' }) });
  expect(await job.command('reload')).toMatchObject({ state: 'success', nextSchedule: '9999-12-31T00:00:00Z' });
});

test('a signal that is no news of an object is ignored', async () => {
  await job.startWorkers();
  await job.settleFirstRun();
  await job.handle.signal(reconcileSignal, undefined as never);
  await job.handle.signal(reconcileSignal, { uid: 'uid-1', generation: 2 } as never);
  expect(await job.command('pause')).toMatchObject({ state: 'paused' });
});
