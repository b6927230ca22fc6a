import type { CommandResult, CommandVerb } from '../../workflows/messages.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { isRefused } from './command-refused.ts';
import { commandRequest, type CommandOptions } from './command-request.ts';
import { connect } from './common-options.ts';
import { forEachJob, type NamedJob } from './for-each-job.ts';
import { sendCommand } from './send-command.ts';

/** `durasync mirror VERB NAME…`. Answers the exit code. */
export async function commandJobs(
  context: CliContext,
  verb: CommandVerb,
  names: readonly string[],
  options: CommandOptions,
): Promise<number> {
  if (options.wait) {
    const { startAndWait } = await import('./start-and-wait.ts');
    return startAndWait(context, verb, names, options);
  }
  const api = connect(context, options);
  const answers: CommandAnswer[] = [];
  const code = await forEachJob(context, { names, namespace: options.namespace }, async (job) => {
    const result = await sendCommand(api, job, commandRequest(verb, options));
    answers.push({ namespace: job.namespace, name: job.name, ...result });
    if (options.output === undefined || options.output === 'table') sayResult(context, verb, { job, result }, options);
    return isRefused(verb, result) ? EXIT.failed : EXIT.ok;
  });
  if (options.output === 'json' || options.output === 'yaml') {
    const { writeStructured } = await import('../output/structured.ts');
    await writeStructured(context.out, options.output, names.length === 1 ? answers[0] : { items: answers });
  }
  return code;
}

type CommandAnswer = CommandResult & { readonly namespace: string; readonly name: string };

function sayResult(
  { out, err }: CliContext,
  verb: CommandVerb,
  { job, result }: { readonly job: NamedJob; readonly result: CommandResult },
  { quiet }: CommandOptions,
): void {
  if (isRefused(verb, result)) err.line({ text: `${job.label}:`, style: 'bold' }, result.message);
  else if (!quiet) out.line({ text: `${job.label}:`, style: 'bold' }, result.message);
}
