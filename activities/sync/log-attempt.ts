import { CancelledFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import type { SyncInput, SyncResult } from '../sync-contract.ts';
import { SyncFailure } from './sync-failure.ts';
import { toSyncFailure } from './to-sync-failure.ts';

/** What an attempt is told to; a part of pino's logger. */
export type AttemptLogger = Pick<Logger, 'info' | 'warn'>;

/** Runs an attempt and logs its start and its end, one line each. @throws what the attempt throws */
export async function logAttempt(
  logger: AttemptLogger | undefined,
  input: SyncInput,
  attempt: number,
  run: () => Promise<SyncResult>,
): Promise<SyncResult> {
  const which = { run: input.runSeq, attempt, upstream: input.config.upstream };
  logger?.info(which, 'sync started');
  const started = performance.now();
  try {
    const result = await run();
    logger?.info({ ...which, ...figures(result) }, 'sync done');
    return result;
  } catch (error) {
    const durationMs = Math.round(performance.now() - started);
    const [level, fields, message] = ending(error);
    logger?.[level]({ ...which, durationMs, ...fields }, message);
    throw error;
  }
}

const figures = ({ stats, size, unchanged }: SyncResult) => ({
  files: stats.files,
  filesTransferred: stats.filesTransferred,
  filesDeleted: stats.filesDeleted,
  bytes: stats.bytesTransferred,
  size,
  durationMs: stats.durationMs,
  unchanged,
});

function ending(error: unknown): ['info' | 'warn', object, string] {
  const failure = toSyncFailure(error);
  if (failure instanceof SyncFailure) {
    return ['warn', { errorClass: failure.failureClass, errorMsg: failure.message }, 'sync failed'];
  }
  if (failure instanceof CancelledFailure) return ['info', {}, 'sync canceled'];
  return ['warn', { err: error }, 'sync failed'];
}
