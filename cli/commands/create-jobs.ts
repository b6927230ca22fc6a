import type { Job } from '../../resources/job/job.ts';
import type { CliContext } from '../cli-context.ts';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { formatJobRef, parseJobRef } from '../http/job-ref.ts';
import { jobFromOptions, type JobOptions } from '../manifest/job-from-options.ts';
import { connect, type OutputOptions } from './common-options.ts';
import { printJobs } from './print-jobs.ts';
import { reportError } from './report-error.ts';

export interface CreateOptions extends OutputOptions, Partial<JobOptions> {
  readonly file?: string;
  readonly dryRun?: boolean;
}

/** `durasync mirror create NAME --upstream URL`, or `create -f FILE`. Answers the exit code. */
export async function createJobs(
  context: CliContext,
  name: string | undefined,
  options: CreateOptions,
): Promise<number> {
  const wanted = await wantedJobs(context, name, options);
  const api = connect(context, options);
  const made: Job[] = [];
  let code: number = EXIT.ok;
  for (const job of wanted) {
    try {
      made.push(await api.create(job, { dryRun: options.dryRun === true }));
    } catch (error) {
      const failed = reportError(context.err, error, wanted.length > 1 ? job.metadata.name : undefined);
      if (code === EXIT.ok) code = failed;
      // The others would meet the same.
      if (failed === EXIT.unreachable) break;
    }
  }
  if (options.output !== 'table') await printJobs(context, made, { ...options, single: wanted.length === 1 });
  else if (!options.quiet) for (const job of made) sayMade(context, job, options);
  return code;
}

async function wantedJobs(
  context: CliContext,
  name: string | undefined,
  options: CreateOptions,
): Promise<readonly Job[]> {
  const { file, upstream, namespace } = options;
  if (file === undefined) {
    if (name === undefined) throw usageError('Name the mirror, or give its manifest with -f FILE.');
    if (upstream === undefined) {
      throw usageError('Say with --upstream where the data comes from.', 'For example --upstream rsync://host/module/');
    }
    return [jobFromOptions(parseJobRef(name, namespace), { ...options, upstream })];
  }
  if (name !== undefined || upstream !== undefined) {
    throw usageError('With -f the manifest says everything; leave NAME and --upstream out.');
  }
  const [{ readInput }, { readManifests }] = await Promise.all([
    import('../manifest/read-input.ts'),
    import('../manifest/read-manifests.ts'),
  ]);
  return readManifests(await readInput(file, context), { source: file === '-' ? 'stdin' : file, namespace });
}

function sayMade({ out }: CliContext, { metadata }: Job, { dryRun, namespace }: CreateOptions): void {
  const label = formatJobRef({ namespace: metadata.namespace ?? '', name: metadata.name }, namespace);
  out.line(
    { text: `${label}:`, style: 'bold' },
    dryRun ? 'is valid; nothing was changed (dry run).' : 'created; the first run starts as soon as its worker is up.',
  );
}
