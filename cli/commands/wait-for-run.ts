import { setTimeout as delay } from 'node:timers/promises';
import type { CommandRequest, JobEvent } from '../../api/contract.ts';
import type { Job } from '../../resources/job/job.ts';
import type { CommandResult } from '../../workflows/messages.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { ApiClient } from '../http/api-client.ts';
import type { JobRef } from '../http/job-ref.ts';

export interface WaitDeps {
  readonly api: Pick<ApiClient, 'commandEvents'>;
  readonly onEvent: (event: JobEvent) => void;
  /** Ends the waiting, not the run. */
  readonly signal: AbortSignal;
}

/** Longest time in a row without any stream before waiting is given up. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Gives a command and follows what it began to its end. A stream that breaks is taken up again by the same command id,
 * which the Job answers without doing it twice.
 * @throws CliError when the command cannot be given, or the server stays away for a minute
 */
export async function waitForRun(
  ref: JobRef,
  request: CommandRequest,
  deps: WaitDeps,
): Promise<{ readonly job: Job; readonly result: CommandResult | undefined }> {
  let result: CommandResult | undefined;
  const onEvent = (event: JobEvent): void => {
    if (event.type === 'command') result = event.result;
    deps.onEvent(event);
  };
  let failingSince: number | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const before = result;
    const end = await follow(ref, request, { ...deps, onEvent }).catch((error: unknown) => {
      if (!mayPass(error, result !== undefined) || deps.signal.aborted) throw error;
      failingSince ??= performance.now();
      if (performance.now() - failingSince > PATIENCE_MS) throw error;
      return undefined;
    });
    if (end !== undefined) return { job: end, result };
    if (result !== before) failingSince = undefined;
    await delay(pause, undefined, { signal: deps.signal });
  }
}

async function follow(ref: JobRef, request: CommandRequest, deps: WaitDeps): Promise<Job | undefined> {
  for await (const event of deps.api.commandEvents(ref, request, deps.signal)) {
    deps.onEvent(event);
    if (event.type === 'end') return event.job;
  }
  return undefined;
}

/** A server that never answered is told at once; one that did may be in the middle of a restart. */
function mayPass(error: unknown, answeredBefore: boolean): boolean {
  if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable) return false;
  return answeredBefore || ('retryAfterMs' in error && error.retryAfterMs !== undefined);
}
