import { EXIT, type ExitCode } from './exit-codes.ts';

/** A failure that is told to the user as it is: what failed, which fields, what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  /** What the user can do, a sentence. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    options: { readonly exitCode: ExitCode; readonly fields?: CliError['fields']; readonly hint?: string | undefined },
  ) {
    super(message);
    this.exitCode = options.exitCode;
    this.fields = options.fields ?? [];
    this.hint = options.hint;
  }
}

/** A wrong argument, option or input file. */
export const usageError = (message: string, hint?: string): CliError =>
  new CliError(message, { exitCode: EXIT.usage, hint });
