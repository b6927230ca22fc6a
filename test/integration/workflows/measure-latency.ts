import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { EntityHarness } from '../../support/temporal/entity-harness.ts';

/**
 * Measures what the workflows add to a run of no length: from a command to the start of its activity, to the answer and
 * to the final status. `DURASYNC_TEST_TEMPORAL=host:port node test/integration/workflows/measure-latency.ts [rounds]`
 */
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
});
const rounds = Number(process.argv[2] ?? 100);
const address = process.env['DURASYNC_TEST_TEMPORAL'] ?? '127.0.0.1:7233';
const env = await TestWorkflowEnvironment.createFromExistingServer({ address });
const job = new EntityHarness(env, { maxCachedWorkflows: 100, reuseV8Context: true });
await job.startWorkers();
const awake = setInterval(() => undefined, 1_000);
await job.settleFirstRun();

const samples = { answer: [] as number[], start: [] as number[], end: [] as number[] };
for (let round = 2; round < rounds + 2; round += 1) {
  const began = Date.now();
  const answered = job.command('start').then(() => samples.answer.push(Date.now() - began));
  const attempt = await job.sync.attempt(round);
  attempt.succeed();
  await job.control.until(({ status, runSeq }) => status === 'success' && runSeq === round);
  samples.start.push(attempt.at - began);
  samples.end.push((job.control.patches.at(-1)?.at ?? NaN) - began);
  await answered;
}
await job.handle.terminate();
clearInterval(awake);
await job.stopWorkers();
await env.teardown();

const quantile = (values: number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? NaN;
for (const [name, values] of Object.entries(samples)) {
  process.stdout.write(`${name}: p50 ${quantile(values, 0.5)} ms, p95 ${quantile(values, 0.95)} ms\n`);
}
