import { KeyedFifo } from './keyed-fifo.ts';

/** `low` is for the initial list and resyncs, so that they do not hold up what people are waiting for. */
export type Priority = 'normal' | 'low';

/** Keys in order of arrival, those of low priority behind all others; each is in once. */
export class PriorityLanes {
  readonly #lanes: Readonly<Record<Priority, KeyedFifo>> = { normal: new KeyedFifo(), low: new KeyedFifo() };

  get size(): number {
    return this.#lanes.normal.size + this.#lanes.low.size;
  }

  has(key: string): boolean {
    return this.#lanes.normal.get(key) !== undefined || this.#lanes.low.get(key) !== undefined;
  }

  /** Whether the key is new. One that waits at low priority is moved up if it is now wanted more. */
  add(key: string, priority: Priority, now: number): boolean {
    const { normal, low } = this.#lanes;
    if (normal.get(key) !== undefined) return false;
    const addedAt = low.get(key);
    if (addedAt !== undefined && priority === 'low') return false;
    low.delete(key);
    this.#lanes[priority].push(key, addedAt ?? now);
    return addedAt === undefined;
  }

  /** Remove and return the first key. */
  take(): { readonly key: string; readonly addedAt: number } | undefined {
    return this.#lanes.normal.shift() ?? this.#lanes.low.shift();
  }

  clear(): void {
    this.#lanes.normal.clear();
    this.#lanes.low.clear();
  }
}
