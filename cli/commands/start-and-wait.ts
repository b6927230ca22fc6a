import type { JobEvent } from '../../api/contract.ts';
import type { Job } from '../../resources/job/job.ts';
import type { CommandVerb } from '../../workflows/messages.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { ApiClient } from '../http/api-client.ts';
import { createProgressDisplay, silentDisplay, type ProgressDisplay } from '../progress/progress-display.ts';
import { newRunView, updateRunView } from '../progress/run-view.ts';
import { commandRequest, type CommandOptions } from './command-request.ts';
import { connect } from './common-options.ts';
import { forEachJob, type NamedJob } from './for-each-job.ts';
import { reportError } from './report-error.ts';
import { tellRunEnd } from './tell-run-end.ts';
import { waitForRun } from './wait-for-run.ts';

/** `durasync mirror start|restart NAME… --wait`: shows the runs until they have ended. Answers the exit code. */
export async function startAndWait(
  context: CliContext,
  verb: CommandVerb,
  names: readonly string[],
  options: CommandOptions,
): Promise<number> {
  const api = connect(context, options);
  const display = options.quiet ? silentDisplay : createProgressDisplay(context.err, context.now);
  const stop = stopOnInterruptOrTimeout(context, options.timeout);
  const ended: Job[] = [];
  const waiter: Waiter = { context, verb, options, api, display, ended, signal: stop.signal };
  try {
    const code = await forEachJob(context, { names, namespace: options.namespace }, (job) =>
      waitForOne(waiter, job).catch((error: unknown) => {
        display.remove(job.label);
        if (stop.signal.aborted) return EXIT.ok;
        return display.above(() => reportError(context.err, error, names.length > 1 ? job.label : undefined));
      }),
    );
    display.close();
    if (options.output === 'json' || options.output === 'yaml') {
      const { writeStructured } = await import('../output/structured.ts');
      await writeStructured(context.out, options.output, names.length === 1 ? ended[0] : { items: ended });
    }
    if (!stop.signal.aborted) return code;
    return tellStoppedWaiting(context, stop.signal.reason, names);
  } finally {
    display.close();
    stop.release();
  }
}

interface Waiter {
  readonly context: CliContext;
  readonly verb: CommandVerb;
  readonly options: CommandOptions;
  readonly api: ApiClient;
  readonly display: ProgressDisplay;
  /** Jobs whose run has ended. */
  readonly ended: Job[];
  readonly signal: AbortSignal;
}

async function waitForOne(waiter: Waiter, job: NamedJob): Promise<number> {
  const { context, verb, options, api, display, ended, signal } = waiter;
  let view = newRunView(job.label, context.now());
  const onEvent = (event: JobEvent): void => {
    view = updateRunView(view, event);
    // A run that is over is told of by its outcome.
    if (event.type !== 'end') display.update(view);
  };
  const end = await waitForRun(job, commandRequest(verb, options), { api, onEvent, signal });
  display.remove(job.label);
  ended.push(end.job);
  const quiet = options.quiet === true || (options.output ?? 'table') !== 'table';
  return display.above(() => tellRunEnd(context, { label: job.label, verb, ...end }, quiet));
}

function tellStoppedWaiting({ err }: CliContext, reason: unknown, names: readonly string[]): number {
  const [what, code] =
    reason === TIMEOUT ? ['The time is over; ', EXIT.timedOut] : ['Stopped waiting; ', EXIT.interrupted];
  err.line(`${what}the run goes on.`);
  err.line({ text: `See it: durasync mirror get ${names.join(' ')}`, style: 'dim' });
  err.line({ text: `End it: durasync mirror stop ${names.join(' ')}`, style: 'dim' });
  return code;
}

const TIMEOUT = 'timeout';

function stopOnInterruptOrTimeout(context: CliContext, timeoutMs: number | undefined) {
  const controller = new AbortController();
  const off = context.onInterrupt(() => controller.abort('interrupt'));
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(TIMEOUT), timeoutMs);
  return {
    signal: controller.signal,
    release: () => {
      off();
      clearTimeout(timer);
    },
  };
}
