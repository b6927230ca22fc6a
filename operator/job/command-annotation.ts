import { COMMAND_ANNOTATION, COMMAND_ID_ANNOTATION } from '../../resources/job/job-names.ts';
import type { Job } from '../../resources/job/job.ts';
import { COMMANDS, type Command, type CommandVerb } from '../../workflows/messages.ts';

/** What the command annotation of a Job asks for. */
export type CommandRequest =
  | { readonly type: 'none' }
  | { readonly type: 'invalid'; readonly message: string }
  /** A new command: it gets an id, written into the object before it is sent. */
  | { readonly type: 'new'; readonly text: string }
  | { readonly type: 'identified'; readonly command: Command };

const FLAGS = { force: 'force', 'allow-delete': 'allowDelete' } as const;
const SYNTAX = `use one of ${COMMANDS.join(', ')}, with ${Object.keys(FLAGS).join(' or ')} behind it where wanted`;

/** Reads the annotations of a Job. The id counts only for the command it was written for. */
export function commandRequest(job: Job): CommandRequest {
  const annotations = job.metadata.annotations ?? {};
  const text = annotations[COMMAND_ANNOTATION];
  if (text === undefined) return { type: 'none' };
  const command = parseCommand(text);
  if (command === undefined) return { type: 'invalid', message: `"${text.slice(0, 64)}" is not a command; ${SYNTAX}` };
  const [commandId = '', ...identified] = (annotations[COMMAND_ID_ANNOTATION] ?? '').split(' ');
  if (commandId === '' || identified.join(' ') !== text) return { type: 'new', text };
  return { type: 'identified', command: { commandId, ...command } };
}

/** Value of the id annotation: the id and the command it belongs to. */
export const commandIdValue = (commandId: string, text: string): string => `${commandId} ${text}`;

/** Reads `start`, `start force`, `restart allow-delete`; undefined for anything else. */
export function parseCommand(text: string): Omit<Command, 'commandId'> | undefined {
  const [verb, ...flags] = text.trim().toLowerCase().split(/\s+/);
  const command = COMMANDS.find((known): known is CommandVerb => known === verb);
  if (command === undefined || !flags.every(isFlag)) return undefined;
  return { command, ...Object.fromEntries(flags.filter(isFlag).map((flag) => [FLAGS[flag], true])) };
}

const isFlag = (text: string): text is keyof typeof FLAGS => Object.hasOwn(FLAGS, text);
