import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { formatJobRef, parseJobRefs, type JobRef } from '../http/job-ref.ts';
import { reportError } from './report-error.ts';

const AT_ONCE = 8;

/** A Job that a command is about, and how the user knows it. */
export interface NamedJob extends JobRef {
  readonly label: string;
}

/**
 * Does something for every Job named, a few at once; a failure of one is told and does not keep the others from it.
 * Answers the exit code of the first that failed, in the order of the names.
 */
export async function forEachJob(
  context: Pick<CliContext, 'err'>,
  { names, namespace }: { readonly names: readonly string[]; readonly namespace: string },
  work: (job: NamedJob) => Promise<number>,
): Promise<number> {
  const jobs = parseJobRefs(names, namespace).map((ref) => ({ ...ref, label: formatJobRef(ref, namespace) }));
  const codes: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) {
      const job = jobs[index];
      if (job === undefined) return;
      codes[index] = await work(job).catch((error: unknown) => {
        return reportError(context.err, error, jobs.length > 1 ? job.label : undefined);
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, jobs.length) }, worker));
  return codes.find((code) => code !== EXIT.ok) ?? EXIT.ok;
}
