/** Bounds of an exponential backoff, ms. */
export interface BackoffLimits {
  readonly baseMs: number;
  readonly capMs: number;
}

/** `baseMs` after the first failure, then doubled after each, up to `capMs`. */
export function exponentialBackoff(failures: number, { baseMs, capMs }: BackoffLimits): number {
  return Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
}

/** `ms` lengthened by up to `factor` of itself, so that clients that failed together do not return together. */
export function withJitter(ms: number, factor: number, random: () => number = Math.random): number {
  return ms * (1 + factor * random());
}
