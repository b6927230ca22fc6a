import { COMMANDS, type Command } from '../messages.ts';

/** Longest id of a command, characters. */
const ID_LIMIT = 256;

/** Why something is no command, a sentence; null when it is one. An unknown verb must never be taken for another. */
export function commandProblem(value: unknown): string | null {
  const { commandId, command, force, allowDelete } = (value ?? {}) as Partial<Record<keyof Command, unknown>>;
  if (typeof commandId !== 'string' || commandId.length === 0 || commandId.length > ID_LIMIT) {
    return `commandId must be a text of 1 to ${ID_LIMIT} characters.`;
  }
  if (!COMMANDS.some((verb) => verb === command)) return `command must be one of ${COMMANDS.join(', ')}.`;
  if (!isFlag(force)) return 'force must be true or false.';
  return isFlag(allowDelete) ? null : 'allowDelete must be true or false.';
}

const isFlag = (value: unknown): boolean => value === undefined || typeof value === 'boolean';
