import type { CliContext } from '../cli-context.ts';

/** Where a command leaves its work: it is done after parsing, so that every failure is handled in one place. */
export interface Program {
  /** Set by the action of the command that was named. */
  run: ((context: CliContext) => Promise<number>) | undefined;
}
