import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '../../resources/job/job.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { createLiveArea } from '../progress/live-area.ts';
import { jobLines, type PrintOptions } from './print-jobs.ts';

const POLL_MS = 2_000;
/** A list that takes long to make is asked for less often. */
const LOAD_FACTOR = 10;

/** Shows the list until Ctrl-C: repainted on a terminal, else the rows that changed. Answers the exit code. */
export async function watchJobs(
  context: CliContext,
  load: () => Promise<readonly Job[]>,
  options: PrintOptions,
): Promise<number> {
  const controller = new AbortController();
  const off = context.onInterrupt(() => controller.abort());
  const show = context.out.isTty ? repaint(context, options) : appendChanged(context, options);
  try {
    while (!controller.signal.aborted) {
      const startedAt = performance.now();
      show(await load());
      const pause = Math.max(POLL_MS, (performance.now() - startedAt) * LOAD_FACTOR);
      await delay(pause, undefined, { signal: controller.signal }).catch(() => undefined);
    }
    return EXIT.interrupted;
  } finally {
    off();
  }
}

function repaint(context: CliContext, options: PrintOptions): (jobs: readonly Job[]) => void {
  const area = createLiveArea(context.out);
  return (jobs) => area.show(jobLines(context, jobs, options));
}

function appendChanged(context: CliContext, options: PrintOptions): (jobs: readonly Job[]) => void {
  const known = new Map<string, string>();
  let headShown = options.output === 'name';
  return (jobs) => {
    const changed = jobs.filter(({ metadata }) => {
      const key = `${metadata.namespace}/${metadata.name}`;
      const version = metadata.resourceVersion ?? '';
      const differs = known.get(key) !== version;
      known.set(key, version);
      return differs;
    });
    if (changed.length === 0) return;
    const lines = jobLines(context, changed, options);
    for (const line of headShown && options.output !== 'name' ? lines.slice(1) : lines)
      context.out.control(`${line}\n`);
    headShown = true;
  };
}
