import { writeFile } from 'node:fs/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { removeSignal, runWorkflowId } from '../../workflows/messages.ts';
import { EntityHarness, workflowBundleWith } from '../support/temporal/entity-harness.ts';
import { jobConfig } from '../support/job-config.ts';
import { until } from '../support/until.ts';
import { recordHistory } from '../support/temporal/recorded-history.ts';

/**
 * Records the histories that the replay tests go by, from real runs:
 * `DURASYNC_TEST_TEMPORAL=host:port node test/replay/record.ts`. Recorded anew only when a change of the workflows is
 * meant to break those under way. `run-waited-0.1` is of a release that told its entity of every wait, `run-retried` of
 * one that left the pauses between attempts to Temporal; `entity-upgraded` began with an entity that knew no such pauses,
 * told of them by runs of today, and went on with one that does; they cannot be recorded anew.
 */
const address = process.env['DURASYNC_TEST_TEMPORAL'] ?? '127.0.0.1:7233';
const env = await TestWorkflowEnvironment.createFromExistingServer({ address });
const awake = setInterval(() => undefined, 1_000);

async function save(name: string, workflowId: string): Promise<void> {
  const history = await env.client.workflow.getHandle(workflowId).fetchHistory();
  const file = new URL(`histories/${name}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(recordHistory(workflowId, history), null, 1)}\n`);
}

const job = new EntityHarness(env);
await job.startWorkers();
await job.settleFirstRun();
await job.command('start');
await job.sync.attempt(2);
await job.command('restart');
(await job.sync.attempt(3)).fail('WorkerShutdown');
await job.sync.attempt(4);
await job.command('pause');
await job.reconcile({ generation: 2, config: jobConfig({ upstream: 'rsync://other.example/module/' }) });
await job.control.until(({ status }) => status === 'paused');
await job.command('resume');
await job.command('start');
await job.sync.attempt(5);
await job.handle.signal(removeSignal);
await job.handle.result();
await save('entity-life', job.workflowId);
await save('run-stopped', runWorkflowId(job.namespace, job.name, 2));
await save('run-worker-replaced', runWorkflowId(job.namespace, job.name, 3));
await job.stopWorkers();

const paused = new EntityHarness(env);
await paused.startWorkers();
await paused.reconcile({ config: jobConfig({ retry: 3 }) });
(await paused.sync.attempt(1)).fail('Unknown');
(await paused.sync.attempt(2)).fail('DiskFull');
await paused.control.until(({ errorClass }) => errorClass === 'DiskFull');
await paused.reconcile({ generation: 2, config: jobConfig({ retry: 4, minFree: '1Mi' }) });
(await paused.sync.attempt(3)).fail('UpstreamBusy');
await paused.control.until(({ errorClass }) => errorClass === 'UpstreamBusy');
await paused.command('start');
await paused.command('start', { force: true });
(await paused.sync.attempt(4)).succeed();
await paused.control.until(({ status }) => status === 'success');
await paused.command('start');
(await paused.sync.attempt(5)).fail('LocalIo');
await paused.control.until(({ errorClass }) => errorClass === 'LocalIo');
await paused.command('stop');
await paused.control.until(({ status }) => status === 'success');
await paused.handle.signal(removeSignal);
await paused.handle.result();
await save('entity-paused', paused.workflowId);
await save('run-paused', runWorkflowId(paused.namespace, paused.name, 1));
await save('run-paused-stopped', runWorkflowId(paused.namespace, paused.name, 2));
await paused.stopWorkers();

const amended = new EntityHarness(env);
await amended.startWorkers();
await amended.reconcile({ config: jobConfig({ retry: 3 }) });
(await amended.sync.attempt(1)).fail('DiskFull');
await amended.control.until(({ errorClass }) => errorClass === 'DiskFull');
await amended.command('start', { allowDelete: true });
const second = await amended.sync.attempt(2);
await amended.control.until(({ attempt }) => attempt === 2);
await amended.reconcile({ generation: 2, config: jobConfig({ retry: 4, minFree: '1Mi' }) });
second.fail('WorkerShutdown');
(await amended.sync.attempt(3)).fail('DiskFull');
(await amended.sync.attempt(4)).fail('WorkerShutdown');
(await amended.sync.attempt(5)).succeed();
await amended.control.until(({ status }) => status === 'success');
await amended.handle.signal(removeSignal);
await amended.handle.result();
await save('entity-amended', amended.workflowId);
await save('run-amended', runWorkflowId(amended.namespace, amended.name, 1));
await amended.stopWorkers();

const claimed = new EntityHarness(env);
await claimed.startWorkers();
await claimed.settleFirstRun();
await claimed.reconcile({ generation: 2, cluster: 'here' });
await claimed.reconcile({ generation: 3, cluster: 'elsewhere' });
await claimed.handle.signal(removeSignal);
await claimed.handle.result();
await save('entity-claimed', claimed.workflowId);
await claimed.stopWorkers();

const late = new EntityHarness(env, { workflowBundle: await workflowBundleWith('impatient-queue.ts') });
const lateRun = runWorkflowId(late.namespace, late.name, 1);
await late.startControlWorker();
await late.reconcile();
await until('three waits in vain', async () => {
  const { events } = await env.client.workflow.getHandle(lateRun).fetchHistory();
  return (events ?? []).filter((event) => event.activityTaskTimedOutEventAttributes).length >= 3;
});
await late.startSyncWorker();
(await late.sync.attempt(1)).succeed();
await late.control.until(({ status }) => status === 'success');
await save('run-waited', lateRun);
await late.handle.terminate();
await late.stopWorkers();
clearInterval(awake);
await env.teardown();
