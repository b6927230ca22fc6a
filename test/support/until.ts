import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Waits until a probe gives a value that is neither undefined, null nor false, and answers it. A probe that throws is
 * asked again; when the time is over its last error, or value, is part of the message.
 * @param what completes the sentence "waited for …"
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await delay(POLL_MS);
  } while (Date.now() < deadline);
  throw new Error(`waited ${timeoutMs / 1_000} s in vain for ${what}; last: ${String(last)}`);
}
