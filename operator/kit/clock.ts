/** Time as the kit sees it; tests pass one of their own. */
export interface Clock {
  /** Monotonic time, ms; only differences mean something. */
  now(): number;
  /** Time of day, for what other people read. */
  date(): Date;
  /** Call back after `ms`; the answer cancels it. */
  setTimer(ms: number, callback: () => void): () => void;
}

/** Node cannot wait longer than this, ms (24.8 days). */
const maxTimerMs = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  setTimer(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), maxTimerMs));
    return () => clearTimeout(timer);
  },
};

/** Wait; resolves early, without error, when the signal is aborted. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.setTimer(ms, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
