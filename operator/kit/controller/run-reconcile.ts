import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { ReconcileOutcome } from './controller-observer.ts';
import type { Reconcile, ReconcileResult } from './reconcile.ts';
import { TerminalError } from './terminal-error.ts';

/** A reconcile took longer than it may. */
export class ReconcileTimeoutError extends Error {
  override readonly name = 'ReconcileTimeoutError';
}

/** How one reconcile ended. */
export interface ReconcileEnd {
  readonly outcome: ReconcileOutcome;
  readonly result: ReconcileResult;
  readonly error?: unknown;
}

/** Beyond its time, a reconcile that does not heed its signal is given up for lost after this long, ms: the limit of a single API call. */
const graceMs = 30_000;

/**
 * Run one reconcile with a limit on its time; never rejects. Its signal is aborted at the limit, and it is waited for
 * half a minute more, so that a key is not worked on twice by a reconcile that is slow to stop.
 */
export async function runReconcile(
  reconcile: Reconcile,
  key: string,
  context: { readonly clock: Clock; readonly timeoutMs: number; readonly signal: AbortSignal; readonly logger: Logger },
): Promise<ReconcileEnd> {
  const { clock, timeoutMs, logger } = context;
  const timeout = new AbortController();
  const late = new ReconcileTimeoutError(`the reconcile took longer than ${timeoutMs} ms`);
  const cancelTimeout = clock.setTimer(timeoutMs, () => timeout.abort(late));
  let cancelGrace = (): void => undefined;
  const lost = new Promise<never>((_, reject) => {
    cancelGrace = clock.setTimer(timeoutMs + graceMs, () => reject(late));
  });
  const signal = AbortSignal.any([context.signal, timeout.signal]);
  try {
    // Started in a microtask of its own, so that a throw before its first await is a rejection too.
    const work = Promise.resolve().then(() => reconcile(key, { signal, logger }));
    return succeeded((await Promise.race([work, lost])) ?? {});
  } catch (error) {
    return failed(error, timeout.signal.aborted);
  } finally {
    cancelTimeout();
    cancelGrace();
  }
}

function succeeded(result: ReconcileResult): ReconcileEnd {
  return { outcome: result.requeueAfterMs === undefined ? 'success' : 'requeue_after', result };
}

function failed(error: unknown, timedOut: boolean): ReconcileEnd {
  if (error instanceof TerminalError) return { outcome: 'terminal_error', result: {}, error };
  return { outcome: timedOut ? 'timeout' : 'error', result: {}, error };
}

const defects = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** Whether the error tells of a mistake in the program rather than of the world: what Go would call a panic. */
export function isDefect(error: unknown): boolean {
  return typeof error !== 'object' || error === null || defects.has((error as Error).name);
}
