import { setTimeout } from 'node:timers/promises';

/** Asks until the answer is there and no error; throws the last error after `timeoutMs`. */
export async function eventually<T>(ask: () => Promise<T | undefined | false>, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown = new Error('the condition did not hold');
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await setTimeout(50);
  }
  throw new Error(`not within ${timeoutMs} ms`, { cause: last });
}
