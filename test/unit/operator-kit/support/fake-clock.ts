import type { Clock } from '../../../../operator/kit/clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** Let everything run that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is advanced. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(Date.UTC(2024, 0, 1) + this.#now);
  }

  setTimer(ms: number, callback: () => void): () => void {
    const timer = { dueAt: this.#now + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Move on, firing timers in order and letting their consequences settle before the next one. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(); next && next.dueAt <= end; next = this.#next()) {
      this.#now = Math.max(this.#now, next.dueAt);
      this.#timers.delete(next);
      next.callback();
      await settle();
    }
    this.#now = end;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  #next(): Timer | undefined {
    return [...this.#timers].reduce<Timer | undefined>(
      (first, timer) => (!first || timer.dueAt < first.dueAt ? timer : first),
      undefined,
    );
  }
}
