/** Told what happens in a queue, for metrics. Times are seconds. */
export interface QueueObserver {
  added(): void;
  retried(): void;
  taken(waitedSeconds: number): void;
  finished(workedSeconds: number): void;
}

/** Looks away. */
export const noQueueObserver: QueueObserver = {
  added: () => undefined,
  retried: () => undefined,
  taken: () => undefined,
  finished: () => undefined,
};
