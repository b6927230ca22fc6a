import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** First and longest pause between two tries, milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

export interface RetryContext {
  readonly logger: Logger;
  /** Aborted: no further try. */
  readonly signal: AbortSignal;
}

/** Repeats a task until it succeeds, with doubled pauses; a task that held for long counts as a fresh start. */
export async function retryForever<T>(what: string, task: () => Promise<T>, context: RetryContext): Promise<void> {
  const { logger, signal } = context;
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
    const began = Date.now();
    try {
      await task();
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (Date.now() - began > LONGEST_PAUSE) pause = FIRST_PAUSE;
      logger.warn({ err: error, retryInMs: pause }, `${what} failed; trying again`);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
