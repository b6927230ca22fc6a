/** Hands out permits at a steady rate after an initial burst. */
export interface TokenBucket {
  /** Take one permit; the answer is how long to wait before using it, ms. */
  reserve(): number;
}

/** A bucket of `burst` permits, refilled with `perSecond`; `now` is monotonic, ms. */
export function createTokenBucket(perSecond: number, burst: number, now: () => number): TokenBucket {
  let tokens = burst;
  let refilledAt = now();
  return {
    reserve() {
      const time = now();
      tokens = Math.min(burst, tokens + ((time - refilledAt) / 1000) * perSecond) - 1;
      refilledAt = time;
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
    },
  };
}
