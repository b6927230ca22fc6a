const FIRST_DELAY_MS = 20;
const MAX_DELAY_MS = 5000;

type Item = { readonly key: string; delayMs: number };

/**
 * Works on keys one after the other. Work that is not done is done again later, each time after twice the time.
 */
export class RetryQueue {
  readonly #work: (key: string) => Promise<boolean>;
  readonly #onError: (error: unknown, key: string) => void;
  readonly #waiting = new Map<string, Item>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #running = false;
  #stopped = false;

  /** @param work answers whether it is done with the key */
  constructor(work: (key: string) => Promise<boolean>, onError: (error: unknown, key: string) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  add(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#enqueue({ key, delayMs: FIRST_DELAY_MS });
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #enqueue(item: Item): void {
    this.#waiting.set(item.key, item);
    if (this.#running) return;
    this.#running = true;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    // Not in the turn of who added: it may add more.
    await Promise.resolve();
    for (;;) {
      const item = this.#waiting.values().next().value;
      if (!item || this.#stopped) break;
      this.#waiting.delete(item.key);
      if (!(await this.#attempt(item.key))) this.#later(item);
    }
    this.#running = false;
  }

  async #attempt(key: string): Promise<boolean> {
    try {
      return await this.#work(key);
    } catch (error) {
      if (!this.#stopped) this.#onError(error, key);
      return false;
    }
  }

  #later({ key, delayMs }: Item): void {
    if (this.#stopped || this.#waiting.has(key)) return;
    const next = { key, delayMs: Math.min(delayMs * 2, MAX_DELAY_MS) };
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#enqueue(next);
    }, delayMs);
    this.#timers.set(key, timer);
  }
}
