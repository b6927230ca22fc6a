import type { Job } from '../../resources/job/job.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { jobDetail } from '../output/job-detail.ts';
import { connect, type OutputOptions } from './common-options.ts';
import { forEachJob } from './for-each-job.ts';
import { printJobs } from './print-jobs.ts';

const LABEL_WIDTH = 13;

/** `durasync mirror get NAME…`. Answers the exit code. */
export async function getJobs(context: CliContext, names: readonly string[], options: OutputOptions): Promise<number> {
  const api = connect(context, options);
  const found = new Map<string, Job>();
  const code = await forEachJob(context, { names, namespace: options.namespace }, async (ref) => {
    found.set(ref.label, await api.get(ref));
    return EXIT.ok;
  });
  const jobs = [...found.values()].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  if (options.output === 'table') printPages(context, jobs);
  else if (names.length === 1 && jobs.length === 1) await printJobs(context, jobs, { ...options, single: true });
  else if (jobs.length > 0) await printJobs(context, jobs, options);
  return code;
}

function printPages({ out, now }: CliContext, jobs: readonly Job[]): void {
  for (const [index, job] of jobs.entries()) {
    if (index > 0) out.text('\n');
    for (const { label, value } of jobDetail(job, now())) {
      out.text(label.padEnd(LABEL_WIDTH));
      out.line(value);
    }
  }
}
