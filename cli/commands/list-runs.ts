import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { parseJobRef } from '../http/job-ref.ts';
import { runTable } from '../output/run-table.ts';
import { connect, type OutputOptions } from './common-options.ts';

export interface RunsOptions extends OutputOptions {
  readonly limit: number;
  readonly all?: boolean;
}

/** `durasync mirror runs NAME`. Answers the exit code. */
export async function listRuns(context: CliContext, name: string, options: RunsOptions): Promise<number> {
  const { out, now } = context;
  const { limit, all = false } = options;
  const runs = await connect(context, options).runs(parseJobRef(name, options.namespace), { limit, all });
  if (options.output === 'json' || options.output === 'yaml') {
    const { writeStructured } = await import('../output/structured.ts');
    await writeStructured(out, options.output, { items: runs });
    return EXIT.ok;
  }
  if (options.output === 'name' || options.quiet) {
    for (const { seq } of runs) out.line(String(seq));
    return EXIT.ok;
  }
  const width = out.isTty && options.output !== 'wide' ? out.columns : undefined;
  const lines = runTable(runs, { now: now(), wide: options.output === 'wide', colour: out.colour, width });
  for (const line of lines) out.control(`${line}\n`);
  return EXIT.ok;
}
