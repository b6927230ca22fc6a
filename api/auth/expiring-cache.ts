/** Where a cache takes the time from, ms. */
export type Clock = () => number;

/** How long an answer may be repeated, and how many are kept. */
export interface CacheLimits<T> {
  readonly ttlMs: (value: T) => number;
  readonly maxEntries: number;
  readonly now: Clock;
}

/** Remembers answers for a short time and asks once for what several ask for at once. Failures are not remembered. */
export interface ExpiringCache<T> {
  get(key: string, load: () => Promise<T>): Promise<T>;
}

interface Entry<T> {
  readonly value: Promise<T>;
  expiresAt: number;
}

/** Create a cache; when it is full, the oldest answer goes. */
export function createExpiringCache<T>(limits: CacheLimits<T>): ExpiringCache<T> {
  const entries = new Map<string, Entry<T>>();

  const start = (key: string, load: () => Promise<T>): Promise<T> => {
    const entry: Entry<T> = { value: load(), expiresAt: Infinity };
    entries.delete(key);
    entries.set(key, entry);
    entry.value.then(
      (value) => (entry.expiresAt = limits.now() + limits.ttlMs(value)),
      () => entries.get(key) === entry && entries.delete(key),
    );
    const [oldest] = entries.keys();
    if (entries.size > limits.maxEntries && oldest !== undefined) entries.delete(oldest);
    return entry.value;
  };

  return {
    get(key, load) {
      const found = entries.get(key);
      return found && limits.now() < found.expiresAt ? found.value : start(key, load);
    },
  };
}
