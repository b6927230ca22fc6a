import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startOwnTemporal } from '../support/servers/own-temporal.ts';
import { EntityHarness } from '../support/temporal/entity-harness.ts';
import type { BenchOptions } from './options.ts';
import { HEADER, row } from './statistics.ts';

/** Of each round there are so many runs; the first ones do not count: Node compiles. */
const RUNS_A_ROUND = 20;
const WARM_UP = 10;

type Samples = { readonly answer: number[]; readonly start: number[]; readonly end: number[] };

/** What the workflows add to a run of no length: a real Temporal server, the real workflows, activities that end at once. */
export async function benchWorkflows(say: (line: string) => void, { rounds }: BenchOptions): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  const temporal = await startOwnTemporal();
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address: temporal.address });
  const job = new EntityHarness(env, { maxCachedWorkflows: 100, reuseV8Context: true });
  // Nothing else keeps this process alive while it waits for a worker's thread.
  const awake = setInterval(() => undefined, 1_000);
  try {
    await job.startWorkers();
    const samples = await measure(job, rounds * RUNS_A_ROUND);
    say(`A run of no length, ${rounds * RUNS_A_ROUND} runs, ms from the command\n${HEADER}`);
    say(row('to its answer', samples.answer));
    say(row("to the start of the run's activity", samples.start));
    say(row('to the final status', samples.end));
    say('');
  } finally {
    clearInterval(awake);
    await job.handle.terminate().catch(() => undefined);
    await job.stopWorkers();
    await env.teardown();
    await temporal.close();
  }
}

async function measure(job: EntityHarness, runs: number): Promise<Samples> {
  await job.settleFirstRun();
  const samples: Samples = { answer: [], start: [], end: [] };
  for (let round = 2; round < runs + WARM_UP + 2; round += 1) {
    const began = Date.now();
    let answered = 0;
    const answer = job.command('start').then(() => (answered = Date.now()));
    const attempt = await job.sync.attempt(round);
    attempt.succeed();
    await job.control.until(({ status, runSeq }) => status === 'success' && runSeq === round);
    await answer;
    if (round < WARM_UP + 2) continue;
    samples.answer.push(answered - began);
    samples.start.push(attempt.at - began);
    samples.end.push((job.control.patches.at(-1)?.at ?? Number.NaN) - began);
  }
  return samples;
}
