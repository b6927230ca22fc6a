import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { removeSignal, runWorkflowId, viewQuery } from '../../../workflows/messages.ts';
import { connectTestServer, EntityHarness, workflowBundleWith } from '../../support/temporal/entity-harness.ts';
import { jobConfig } from '../../support/job-config.ts';

let env: TestWorkflowEnvironment;
let job: EntityHarness;
let cachelessBundle: Promise<WorkflowBundleWithSourceMap> | undefined;

beforeAll(async () => {
  env = await connectTestServer();
});
afterAll(() => env.teardown());
afterEach(async () => {
  await job.handle.terminate().catch(() => undefined);
  await job.stopWorkers();
});

// In a cache of one the entity and its run drive each other out; without one every task replays a whole history.
describe.each([{ maxCachedWorkflows: 100 }, { maxCachedWorkflows: 1 }, { maxCachedWorkflows: 0 }])(
  'an entity, %p',
  (options) => {
    const start = async (): Promise<void> => {
      const cacheless = options.maxCachedWorkflows === 0 && {
        workflowBundle: await (cachelessBundle ??= workflowBundleWith('regular-activities.ts')),
      };
      job = new EntityHarness(env, { ...options, ...cacheless });
      await job.startWorkers();
    };

    test('runs at once when the Job is new, and books the success', async () => {
      await start();
      await job.reconcile();
      const attempt = await job.sync.attempt(1);
      expect(attempt.input).toMatchObject({
        name: 'debian',
        uid: 'uid-1',
        generation: 1,
        runSeq: 1,
        allowDelete: false,
      });
      const syncing = await job.control.until(({ status }) => status === 'syncing');
      expect(syncing).toMatchObject({ runSeq: 1, trigger: 'created', observedGeneration: 1 });
      expect(syncing.lastStarted).toBeDefined();
      attempt.succeed({ size: 2_048 });
      const done = await job.control.until(({ status }) => status === 'success');
      expect(done).toMatchObject({ size: 2_048, sizeStr: '2.00 KiB', upstream: 'rsync://upstream.example/module/' });
      expect(done.lastUpdate).toBe(done.lastEnded);
      const end = Math.ceil(Date.parse(done.lastEnded ?? '') / 1_000) * 1_000;
      expect(Date.parse(done.nextSchedule ?? '') - end).toBe(86_400_000);
    });

    test('keeps its state and its answers across continue-as-new', async () => {
      await start();
      await job.settleFirstRun();
      const { runId } = await job.handle.describe();
      let answer = await job.command('reload');
      while ((await job.handle.describe()).runId === runId) {
        const { runSeq } = (answer = await job.command('start', { commandId: `start-${answer.runSeq + 1}` }));
        (await job.sync.attempt(runSeq)).succeed();
        await job.control.until((status) => status.status === 'success' && status.runSeq === runSeq);
      }
      const { runSeq } = answer;
      expect(await job.command('start', { commandId: `start-${runSeq}` })).toEqual(answer);
      expect(job.sync.attempts).toHaveLength(runSeq);
      expect(await job.handle.query(viewQuery)).toMatchObject({ state: 'success', runSeq, generation: 1 });
    });

    test('stops a run and goes on with the schedule', async () => {
      await start();
      await job.settleFirstRun();
      await job.command('start');
      await job.sync.attempt(2);
      expect(await job.command('stop')).toMatchObject({ changed: true });
      const stopped = await job.control.until(({ status }) => status === 'success');
      expect(stopped.nextSchedule).toBeDefined();
      const run = env.client.workflow.getHandle(runWorkflowId(job.namespace, job.name, 2));
      await expect(run.result()).rejects.toThrow();
      expect((await run.describe()).status.name).toBe('CANCELLED');
    });

    test('restarts: the run under way ends before the new one begins', async () => {
      await start();
      await job.reconcile();
      await job.sync.attempt(1);
      await job.command('restart', { allowDelete: true });
      const second = await job.sync.attempt(2);
      expect(second.input).toMatchObject({ runSeq: 2, allowDelete: true });
      second.succeed();
      await job.control.until(({ status, trigger }) => status === 'success' && trigger === 'restart');
    });

    test('cancels the run of another source and starts one of the new source', async () => {
      await start();
      await job.reconcile();
      await job.sync.attempt(1);
      await job.reconcile({ generation: 2, config: jobConfig({ upstream: 'rsync://other.example/module/' }) });
      const second = await job.sync.attempt(2);
      expect(second.input).toMatchObject({ generation: 2, config: { upstream: 'rsync://other.example/module/' } });
      second.succeed();
      await job.control.until(({ status, trigger }) => status === 'success' && trigger === 'changed');
    });

    test('ends the run and itself when the Job is removed', async () => {
      await start();
      await job.reconcile();
      await job.sync.attempt(1);
      await job.handle.signal(removeSignal);
      await job.handle.result();
      const run = env.client.workflow.getHandle(runWorkflowId(job.namespace, job.name, 1));
      expect((await run.describe()).status.name).toBe('CANCELLED');
    });

    test('refuses what is no command, without an event in the history', async () => {
      await start();
      await job.settleFirstRun();
      await expect(job.command('explode' as 'start')).rejects.toThrow();
      expect(await job.handle.query(viewQuery)).toMatchObject({ state: 'success', runSeq: 1 });
    });
  },
);
