import { setTimeout as delay } from 'node:timers/promises';

/** Wait until the condition holds. Throws after `ms`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 40_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await delay(25);
  }
}
