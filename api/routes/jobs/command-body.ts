import { randomUUID } from 'node:crypto';
import type { CommandVerb, Command } from '../../../workflows/messages.ts';
import { CommandRequest } from '../../openapi/components.ts';
import { ProblemError } from '../../http/problem.ts';
import { validateBody } from '../../http/validate.ts';

/**
 * The command in a body. Its id is the body's, else that of the header `Idempotency-Key`, else a new one.
 * Throws `invalid-object` naming the fields that are wrong.
 */
export function readCommand(body: unknown, idempotencyKey: string | undefined): Command {
  const { command, commandId, force, allowDelete } = validateBody(CommandRequest, withId(body, idempotencyKey));
  if (idempotencyKey !== undefined && commandId !== idempotencyKey) {
    const errors = [{ field: 'commandId', message: 'differs from the header Idempotency-Key' }];
    throw new ProblemError('invalid-object', { detail: 'The command has two ids.', errors });
  }
  return {
    command: command satisfies CommandVerb,
    commandId: commandId ?? randomUUID(),
    ...(force === undefined ? {} : { force }),
    ...(allowDelete === undefined ? {} : { allowDelete }),
  };
}

const withId = (body: unknown, commandId: string | undefined): unknown =>
  commandId === undefined ? body : { commandId, ...(body as object) };
