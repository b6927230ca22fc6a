import { exponentialBackoff } from '../backoff.ts';
import type { BackoffLimits } from '../backoff.ts';
import { createTokenBucket } from './token-bucket.ts';

/** How long a failed key has to wait. */
export interface RateLimiter {
  /** Count one more failure of the key; the answer is its wait, ms. */
  next(key: string): number;
  /** The key succeeded: its failures no longer count. */
  forget(key: string): void;
  failures(key: string): number;
}

export interface RateLimits extends BackoffLimits {
  /** Retries of all keys together, a second. */
  readonly perSecond: number;
  readonly burst: number;
}

/** controller-runtime's: 5 ms doubled up to 1000 s a key, and 10 a second with a burst of 100 for all. */
export const defaultRateLimits: RateLimits = { baseMs: 5, capMs: 1_000_000, perSecond: 10, burst: 100 };

/** The longer of the key's own backoff and the wait for a permit all keys share. */
export function createRateLimiter(now: () => number, limits: RateLimits = defaultRateLimits): RateLimiter {
  const failures = new Map<string, number>();
  const bucket = createTokenBucket(limits.perSecond, limits.burst, now);
  return {
    next(key) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      return Math.max(exponentialBackoff(count, limits), bucket.reserve());
    },
    forget: (key) => void failures.delete(key),
    failures: (key) => failures.get(key) ?? 0,
  };
}
