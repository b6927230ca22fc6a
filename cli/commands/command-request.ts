import type { CommandRequest } from '../../api/contract.ts';
import type { CommandVerb } from '../../workflows/messages.ts';
import { newCommandId } from './command-id.ts';
import type { CommonOptions, OutputFormat } from './common-options.ts';

/** Options of start, stop, restart, pause, resume, enable, disable and reload. */
export interface CommandOptions extends CommonOptions {
  readonly force?: boolean;
  readonly allowDelete?: boolean;
  readonly wait?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly output?: OutputFormat;
}

/** The command as the API takes it, with an id of its own. */
export const commandRequest = (command: CommandVerb, { force, allowDelete }: CommandOptions): CommandRequest => ({
  command,
  commandId: newCommandId(),
  ...(force && { force }),
  ...(allowDelete && { allowDelete }),
});
