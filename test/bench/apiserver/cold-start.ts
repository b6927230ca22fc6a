import { setTimeout as delay } from 'node:timers/promises';
import type { Duel, Figure, Side } from './duel.ts';
import { compare } from './duel.ts';
import { answersOk } from '../../../deploy/local/stack/servers/http-probe.ts';
import { ADMIN } from './contender.ts';

const POLL_MS = 4;
const TIMEOUT_MS = 60_000;

const MEASUREMENTS = [
  { name: 'cold start: spawn to first 200 of /readyz', unit: 's' },
  { name: 'cold start: spawn to first list', unit: 's' },
];

/**
 * Starts both on empty stores, certificates and keys at hand. Both run when it is done.
 * @param rounds how often it is measured, after a start that is not: it makes the keys and fills the page cache
 */
export async function benchColdStart(duel: Duel, rounds: number): Promise<Figure[]> {
  for (const side of duel) await startAndAnswer(side);
  const figures = await compare(duel, rounds, MEASUREMENTS, async (side) => {
    await side.contender.reset();
    return startAndAnswer(side);
  });
  return figures.map(({ name, unit, samples }) => ({ name, unit, samples }));
}

/** Seconds to the first answer of /readyz, and of a list. */
async function startAndAnswer({ contender }: Side): Promise<[number, number]> {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  await contender.start();
  await untilOk(contender, '/readyz');
  const ready = seconds();
  await untilOk(contender, '/api/v1/namespaces/default/configmaps');
  return [ready, seconds()];
}

async function untilOk({ url, ca, name }: Side['contender'], path: string): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  const options = { ca, headers: { authorization: `Bearer ${ADMIN.token}` } };
  while (!(await answersOk(url + path, options))) {
    if (performance.now() > deadline) throw new Error(`${name} does not answer ${path}`);
    await delay(POLL_MS);
  }
}
