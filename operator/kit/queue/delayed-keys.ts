import type { Clock } from '../clock.ts';
import type { Priority } from './priority-lanes.ts';

interface Delayed {
  readonly dueAt: number;
  readonly priority: Priority;
  readonly cancel: () => void;
}

/** Keys that become due later; of several delays of a key the soonest counts, of several priorities the highest. */
export class DelayedKeys {
  readonly #clock: Clock;
  readonly #whenDue: (key: string, priority: Priority) => void;
  readonly #delayed = new Map<string, Delayed>();

  constructor(clock: Clock, whenDue: (key: string, priority: Priority) => void) {
    this.#clock = clock;
    this.#whenDue = whenDue;
  }

  add(key: string, ms: number, priority: Priority): void {
    const earlier = this.#delayed.get(key);
    const merged = earlier?.priority === 'normal' ? 'normal' : priority;
    const dueAt = Math.min(this.#clock.now() + ms, earlier?.dueAt ?? Infinity);
    earlier?.cancel();
    const cancel = this.#clock.setTimer(dueAt - this.#clock.now(), () => {
      this.#delayed.delete(key);
      this.#whenDue(key, merged);
    });
    this.#delayed.set(key, { dueAt, priority: merged, cancel });
  }

  /** Forget the key's delay; the answer is the priority it had, if any. */
  cancel(key: string): Priority | undefined {
    const delayed = this.#delayed.get(key);
    delayed?.cancel();
    this.#delayed.delete(key);
    return delayed?.priority;
  }

  clear(): void {
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
  }
}
