import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '../../resources/job/job.ts';
import type { CliContext } from '../cli-context.ts';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { ApiClient } from '../http/api-client.ts';
import { formatJobRef, parseJobRefs, type JobRef } from '../http/job-ref.ts';
import { sizeText } from '../output/job-table.ts';
import { connect, type CommonOptions } from './common-options.ts';
import { forEachJob, type NamedJob } from './for-each-job.ts';

export interface DeleteOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly wait?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

const POLL_MS = 250;

/** `durasync mirror delete NAME…`. Answers the exit code. */
export async function deleteJobs(
  context: CliContext,
  names: readonly string[],
  options: DeleteOptions,
): Promise<number> {
  const refs = parseJobRefs(names, options.namespace);
  const api = connect(context, options);
  if (!options.yes && !(await confirm(context, api, refs, options))) {
    context.err.line('Nothing was deleted.');
    return EXIT.failed;
  }
  return forEachJob(context, { names, namespace: options.namespace }, async (job) => {
    await api.remove(job);
    const gone = options.wait && (await waitUntilGone(api, job, context.now() + options.timeout, context.now));
    if (!options.quiet) {
      context.out.line({ text: `${job.label}:`, style: 'bold' }, gone ? 'deleted.' : 'is being deleted.');
    }
    return EXIT.ok;
  });
}

async function confirm(
  context: CliContext,
  api: ApiClient,
  refs: readonly JobRef[],
  { namespace }: DeleteOptions,
): Promise<boolean> {
  if (context.stdin.isTTY !== true || !context.err.isTty) {
    throw usageError('Deleting takes the data along, so it must be confirmed.', 'Say --yes where nobody can be asked.');
  }
  const jobs = await Promise.all(refs.map((ref) => api.get(ref)));
  context.err.line({ text: 'This deletes for good, with the volume and all data on it:', style: 'yellow' });
  for (const job of jobs) {
    context.err.text('  ');
    context.err.line(...whatIsLost(job, namespace));
  }
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: context.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question('Delete? Type yes: ')).trim());
  } finally {
    asking.close();
  }
}

function whatIsLost({ metadata, spec, status }: Job, home: string) {
  const label = formatJobRef({ namespace: metadata.namespace ?? '', name: metadata.name }, home);
  const data = `${sizeText(status?.size)} of data, volume of ${spec.volume.size}, from ${spec.config.upstream}`;
  return [{ text: `${label}:`, style: 'bold' } as const, data];
}

async function waitUntilGone(api: ApiClient, job: NamedJob, deadline: number, now: () => number): Promise<boolean> {
  while (now() < deadline) {
    const there = await api.get(job).catch((error: unknown) => {
      if (error instanceof CliError && error.exitCode === EXIT.notFound) return undefined;
      throw error;
    });
    if (there === undefined) return true;
    await delay(POLL_MS);
  }
  throw new CliError('It is still being deleted; the time is over.', {
    exitCode: EXIT.timedOut,
    hint: `See what holds it: kubectl get mirror ${job.name} -n ${job.namespace} -o yaml`,
  });
}
