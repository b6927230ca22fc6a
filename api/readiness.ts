import { createExpiringCache } from './auth/expiring-cache.ts';
import type { Clock } from './auth/expiring-cache.ts';

/** Whether each thing the API depends on answers. */
export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
}

export type Readiness = () => Promise<ReadinessReport>;

const timeoutMs = 2_000;
const keptForMs = 1_000;

/** Runs all checks at once, each for 2 s at most; an answer is repeated for a second, as anybody may ask. */
export function createReadiness(checks: Readonly<Record<string, () => Promise<unknown>>>, now: Clock): Readiness {
  const cache = createExpiringCache<ReadinessReport>({ ttlMs: () => keptForMs, maxEntries: 1, now });
  const run = async (): Promise<ReadinessReport> => {
    const entries = Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const);
    const results = Object.fromEntries(await Promise.all(entries));
    return { ready: Object.values(results).every(Boolean), checks: results };
  };
  return () => cache.get('', run);
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  const { promise: timeout, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  const answer = check().then(
    () => true,
    () => false,
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
