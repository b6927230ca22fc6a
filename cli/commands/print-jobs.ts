import type { Job } from '../../resources/job/job.ts';
import type { CliContext } from '../cli-context.ts';
import { sanitizeLine } from '../output/sanitize.ts';
import { jobTable } from '../output/job-table.ts';
import type { OutputFormat } from './common-options.ts';

export interface PrintOptions {
  readonly output: OutputFormat;
  readonly allNamespaces?: boolean;
  /** JSON and YAML show the object itself in place of a list of one. */
  readonly single?: boolean;
}

/** Prints Jobs in any of the formats. */
export async function printJobs(
  context: Pick<CliContext, 'out' | 'now'>,
  jobs: readonly Job[],
  options: PrintOptions,
): Promise<void> {
  const { out } = context;
  if (options.output === 'json' || options.output === 'yaml') {
    const { writeStructured } = await import('../output/structured.ts');
    return writeStructured(out, options.output, options.single === true ? jobs[0] : { items: jobs });
  }
  for (const line of jobLines(context, jobs, options)) out.control(`${line}\n`);
}

/** Lines of the formats for people; they are safe for the terminal. */
export function jobLines(
  { out, now }: Pick<CliContext, 'out' | 'now'>,
  jobs: readonly Job[],
  { output, allNamespaces = false }: PrintOptions,
): string[] {
  if (output === 'name') {
    const names = jobs.map(({ metadata: { namespace, name } }) => (allNamespaces ? `${namespace}/${name}` : name));
    return names.map(sanitizeLine);
  }
  return jobTable(jobs, {
    wide: output === 'wide',
    withNamespace: allNamespaces,
    now: now(),
    colour: out.colour,
    width: out.isTty ? out.columns : undefined,
  });
}
