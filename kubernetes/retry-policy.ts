import { KubernetesError, networkErrorCode } from './kubernetes-error.ts';

/** How often and how patiently a call is repeated before its error reaches the caller. */
export interface RetryLimits {
  /** Tries in all, the first one included. */
  readonly maxAttempts: number;
  /** Longest wait between two tries, ms. */
  readonly maxDelayMs: number;
}

export const defaultRetryLimits: RetryLimits = { maxAttempts: 4, maxDelayMs: 10_000 };

const baseDelayMs = 100;

/**
 * How long to wait before the call is tried again, ms; undefined when it must not be.
 * A refused request (429, or 5xx with Retry-After) was not carried out and is always safe to repeat, as is one whose
 * connection was never made; one whose connection broke only if it is idempotent. `random` is in [0, 1).
 */
export function retryDelay(
  failure: { readonly error: unknown; readonly attempt: number; readonly idempotent: boolean },
  limits: RetryLimits = defaultRetryLimits,
  random: () => number = Math.random,
): number | undefined {
  const { error, attempt, idempotent } = failure;
  if (attempt >= limits.maxAttempts) return undefined;
  const backoff = baseDelayMs * 2 ** (attempt - 1) * (1 + random());
  if (error instanceof KubernetesError) {
    const asked = error.retryAfterSeconds;
    const refused = error.code === 429 || (error.code >= 500 && asked !== undefined);
    return refused ? Math.min(limits.maxDelayMs, Math.max(backoff, (asked ?? 1) * 1000)) : undefined;
  }
  return isRepeatable(networkErrorCode(error), idempotent) ? Math.min(limits.maxDelayMs, backoff) : undefined;
}

const neverSent = new Set(['ECONNREFUSED', 'EAI_AGAIN']);
const broken = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

function isRepeatable(code: string | undefined, idempotent: boolean): boolean {
  return code !== undefined && (neverSent.has(code) || (idempotent && broken.has(code)));
}
