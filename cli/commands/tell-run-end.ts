import type { Job } from '../../resources/job/job.ts';
import type { CommandResult, CommandVerb } from '../../workflows/messages.ts';
import type { CliContext } from '../cli-context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { failureHint } from '../output/failure-hints.ts';
import { isRefused } from './command-refused.ts';
import { runOutcome, successSentence } from './run-outcome.ts';

/** The end of what a command began. */
export interface RunEnd {
  readonly label: string;
  readonly verb: CommandVerb;
  readonly result: CommandResult | undefined;
  /** The Job with its final status. */
  readonly job: Job;
}

/** Says how a run that was waited for ended, and what to do when it did not end well. Answers the exit code. */
export function tellRunEnd({ out, err }: Pick<CliContext, 'out' | 'err'>, end: RunEnd, quiet: boolean): ExitCode {
  const label = { text: `${end.label}:`, style: 'bold' } as const;
  if (end.result !== undefined && isRefused(end.verb, end.result)) {
    err.line(label, end.result.message);
    return EXIT.failed;
  }
  const { status = {} } = end.job;
  const outcome = runOutcome(status);
  if (outcome === 'success') {
    if (!quiet) out.line(label, { text: successSentence(end.job), style: 'green' });
    return EXIT.ok;
  }
  if (outcome === 'stopped') {
    err.line(label, { text: `run ${status.runSeq ?? '?'} was stopped before its end`, style: 'yellow' });
    return EXIT.failed;
  }
  const why = `${status.errorClass ?? 'failed'}: ${status.errorMsg ?? 'no reason is known'}`;
  err.line(label, { text: `run ${status.runSeq ?? '?'} failed`, style: 'red' }, why);
  const hint = failureHint(status.errorClass, end.label);
  if (hint !== undefined) err.line({ text: hint, style: 'dim' });
  return EXIT.failed;
}
