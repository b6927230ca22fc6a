/** What nobody else may take while an object that shall have it is being stored. */
export class Reservations {
  readonly #held = new Set<string>();
  /** When each that is no longer held was given back, in turns of `#clock`. */
  readonly #returned = new Map<string, number>();
  readonly #open = new Set<number>();
  #clock = 0;

  /**
   * Looks at what is stored, then takes from what neither is stored nor held: what was stored in between was held until then.
   * @param choose told what is taken; says, at once, what it takes of the rest
   * @returns gives it back: once it is stored, or will not be
   */
  async reserve(
    stored: () => Promise<ReadonlySet<string>>,
    choose: (isTaken: (item: string) => boolean) => readonly string[],
  ): Promise<() => void> {
    const start = ++this.#clock;
    this.#open.add(start);
    try {
      const used = await stored();
      const isHeld = (item: string): boolean => this.#held.has(item) || (this.#returned.get(item) ?? 0) > start;
      const taken = choose((item) => used.has(item) || isHeld(item));
      for (const item of taken) this.#held.add(item);
      return () => this.#giveBack(taken);
    } finally {
      this.#open.delete(start);
      this.#forget();
    }
  }

  #giveBack(items: readonly string[]): void {
    const now = ++this.#clock;
    for (const item of items) {
      this.#held.delete(item);
      this.#returned.set(item, now);
    }
    this.#forget();
  }

  /** Only who looked at the store before something was given back must know of it. */
  #forget(): void {
    const oldest = Math.min(...this.#open, Infinity);
    for (const [item, time] of this.#returned) if (time < oldest) this.#returned.delete(item);
  }
}
