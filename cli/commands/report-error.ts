import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../output/terminal.ts';

/** Tells a failure: what failed, which fields, what to do. Answers the exit code. */
export function reportError(err: Terminal, error: unknown, subject?: string): ExitCode {
  const { message, fields, hint, exitCode } = asCliError(error);
  err.line({ text: 'error:', style: 'red' }, subject === undefined ? message : `${subject}: ${message}`);
  for (const { field, message: why } of fields) {
    err.text('  ');
    err.line({ text: `${field}:`, style: 'bold' }, why);
  }
  if (hint !== undefined) err.line({ text: hint, style: 'dim' });
  return exitCode;
}

function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  return new CliError(error instanceof Error ? error.message : String(error), {
    exitCode: EXIT.failed,
    hint: 'This should not happen; please report it.',
  });
}
