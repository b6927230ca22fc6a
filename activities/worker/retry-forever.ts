import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

/** First and longest pause between two tries, milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

export interface RetryContext {
  readonly logger: Logger;
  /** Aborted: no further try. */
  readonly signal: AbortSignal;
}

/**
 * Repeats a task until it succeeds, with doubled pauses; one that held for longer than the longest pause counts as a
 * fresh start.
 * @returns what the task returned; undefined once `signal` is aborted
 */
export async function retryForever<T>(
  what: string,
  task: () => Promise<T>,
  { logger, signal }: RetryContext,
): Promise<T | undefined> {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    const began = Date.now();
    try {
      return await task();
    } catch (error) {
      if (signal.aborted) break;
      if (Date.now() - began > LONGEST_PAUSE) pause = FIRST_PAUSE;
      logger.warn({ err: error, retryInMs: pause }, `${what} failed; trying again`);
      await delay(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }
  return undefined;
}
