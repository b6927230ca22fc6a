import fc from 'fast-check';
import type { Servers } from './conformance.ts';
import { describeDifference, differencesOf } from './conformance.ts';
import { RANDOM_SEQUENCE } from './random-sequence.ts';

/** Words of Go's libraries, and of what a message quotes. */
const TEXT = /body\.(message|details\.causes)/;

/**
 * Sends random sequences to both servers and compares; a failure is made as short as it gets.
 * @throws Error with the shortest sequence and where the servers disagree
 */
export async function checkRandomSequences(servers: Servers, { runs }: { runs: number }): Promise<void> {
  const word = Date.now().toString(36);
  let turn = 0;
  const property = fc.asyncProperty(RANDOM_SEQUENCE, async (sequence) => {
    const differences = await differencesOf(servers, sequence, `${word}-${turn++}`);
    const told = differences.filter(({ what }) => !TEXT.test(what)).map(describeDifference);
    if (told.length > 0) throw new Error(told.join('\n'));
  });
  await fc.assert(property, { numRuns: runs });
}
