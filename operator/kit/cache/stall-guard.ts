import type { Clock } from '../clock.ts';

/** A watch that its server should have ended long ago. */
export class StalledWatchError extends Error {
  override readonly name = 'StalledWatchError';
}

/**
 * A signal that aborts with the outer one, and by itself after `ms`: a connection can die without a word, and then the
 * server's own time-out never arrives. Call `release` when the guarded work is over.
 */
export function guardAgainstStall(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const stalled = new AbortController();
  const release = clock.setTimer(ms, () => stalled.abort(new StalledWatchError(`no end of the watch within ${ms} ms`)));
  return { signal: AbortSignal.any([outer, stalled.signal]), release };
}
