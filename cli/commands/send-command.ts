import { setTimeout as delay } from 'node:timers/promises';
import type { CommandRequest } from '../../api/contract.ts';
import type { CommandResult } from '../../workflows/messages.ts';
import type { ApiClient } from '../http/api-client.ts';
import type { JobRef } from '../http/job-ref.ts';
import { ProblemError } from '../http/read-problem.ts';

const ATTEMPTS = 5;

/** Gives a command; a server that asks to try again later (503 with Retry-After) is asked again, by the same id. */
export async function sendCommand(
  api: Pick<ApiClient, 'command'>,
  ref: JobRef,
  request: CommandRequest,
): Promise<CommandResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await api.command(ref, request);
    } catch (error) {
      const pauseMs = error instanceof ProblemError ? error.retryAfterMs : undefined;
      if (pauseMs === undefined || attempt >= ATTEMPTS) throw error;
      await delay(pauseMs);
    }
  }
}
