import { CommanderError } from 'commander';
import type { CliContext } from './cli-context.ts';
import { reportError } from './commands/report-error.ts';
import { EXIT } from './exit-codes.ts';
import type { Program } from './program/action.ts';
import { createProgram, expandVersion } from './program/create-program.ts';

/** Carries out a command line. Answers the exit code; throws nothing. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const program: Program = { run: undefined };
  try {
    createProgram(program).parse(expandVersion(args), { from: 'user' });
    return (await program.run?.(context)) ?? EXIT.ok;
  } catch (error) {
    // Commander has said by itself what is wrong, or has shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(context.err, error);
  }
}
