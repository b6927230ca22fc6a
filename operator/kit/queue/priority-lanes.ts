/** `low` is for the initial list and resyncs, so that they do not hold up what people are waiting for. */
export type Priority = 'normal' | 'low';

/** Keys in order of arrival, those of low priority behind all others; each is in once. Adding and taking are O(1). */
export class PriorityLanes {
  // A Map remembers the order of insertion, which makes it a queue that knows its members.
  readonly #lanes: Readonly<Record<Priority, Map<string, number>>> = { normal: new Map(), low: new Map() };

  get size(): number {
    return this.#lanes.normal.size + this.#lanes.low.size;
  }

  has(key: string): boolean {
    return this.#lanes.normal.has(key) || this.#lanes.low.has(key);
  }

  /** Whether the key is new. One that waits at low priority is moved up if it is now wanted more. */
  add(key: string, priority: Priority, now: number): boolean {
    const { normal, low } = this.#lanes;
    if (normal.has(key)) return false;
    const addedAt = low.get(key);
    if (addedAt !== undefined && priority === 'low') return false;
    low.delete(key);
    this.#lanes[priority].set(key, addedAt ?? now);
    return addedAt === undefined;
  }

  /** Remove and return the first key. */
  take(): { readonly key: string; readonly addedAt: number } | undefined {
    const lane = this.#lanes.normal.size > 0 ? this.#lanes.normal : this.#lanes.low;
    for (const [key, addedAt] of lane) {
      lane.delete(key);
      return { key, addedAt };
    }
    return undefined;
  }

  clear(): void {
    this.#lanes.normal.clear();
    this.#lanes.low.clear();
  }
}
