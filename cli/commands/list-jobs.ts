import type { CliContext } from '../cli-context.ts';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { connect, type OutputOptions } from './common-options.ts';
import { printJobs } from './print-jobs.ts';

export interface ListOptions extends OutputOptions {
  readonly allNamespaces?: boolean;
  readonly watch?: boolean;
}

/** `durasync mirror list`. Answers the exit code. */
export async function listJobs(context: CliContext, options: ListOptions): Promise<number> {
  const api = connect(context, options);
  const load = () => api.list(options.allNamespaces ? undefined : options.namespace);
  const shown = options.quiet ? ({ ...options, output: 'name' } as const) : options;
  if (options.watch) {
    if (options.output === 'json' || options.output === 'yaml') {
      throw usageError('--watch shows tables and names only.', 'For programs there is GET …/jobs/{name}/events.');
    }
    const { watchJobs } = await import('./watch-jobs.ts');
    return watchJobs(context, load, shown);
  }
  const jobs = await load();
  await printJobs(context, jobs, shown);
  if (jobs.length === 0 && ['table', 'wide'].includes(shown.output)) sayNone(context, options);
  return EXIT.ok;
}

function sayNone({ err }: CliContext, { allNamespaces, namespace }: ListOptions): void {
  const where = allNamespaces ? 'any namespace' : `the namespace ${namespace} (-A shows all)`;
  err.line({ text: `There is no mirror in ${where}. Make one: durasync mirror create --help`, style: 'dim' });
}
