import type { Duel, Figure } from './duel.ts';
import { compare } from './duel.ts';
import { rate } from './load-client.ts';
import { CONFIG_MAPS, configMap, job, JOBS, jobStatus } from './objects.ts';

const CLIENTS = 32;
const SERIAL = 60;
const WARM_UP = 500;
const UPDATES = 320;
const MIRRORS = 64;

const perSecond = (name: string) => [{ name, unit: '/s' }];
const nameOf = (index: number): string => `bench-${String(index).padStart(6, '0')}`;

/** Creates objects, one client alone and 32 together, until there are so many. The first ones do not count: Node compiles. */
export async function benchCreates(duel: Duel, rounds: number, objects: number): Promise<Figure[]> {
  for (const { client } of duel) {
    await rate(WARM_UP, CLIENTS, (index) =>
      client.call({ method: 'POST', path: CONFIG_MAPS, body: configMap(`warm-up-${index}`, 'new') }),
    );
  }
  const serial = await compare(duel, rounds, perSecond('creates, 1 client'), async ({ client }, round) => [
    await rate(SERIAL, 1, (index) =>
      client.call({ method: 'POST', path: CONFIG_MAPS, body: configMap(`serial-${round}-${index}`, 'new') }),
    ),
  ]);
  const chunk = Math.max(CLIENTS, Math.ceil((objects - WARM_UP - rounds * SERIAL) / (rounds * 2)));
  const together = await compare(
    duel,
    rounds * 2,
    perSecond(`creates, ${CLIENTS} clients`),
    async ({ client }, round) => [
      await rate(chunk, CLIENTS, (index) =>
        client.call({ method: 'POST', path: CONFIG_MAPS, body: configMap(nameOf(round * chunk + index), 'new') }),
      ),
    ],
  );
  return [...serial, ...together];
}

/** Changes objects that are there, in each of the ways that matter. */
export async function benchUpdates(duel: Duel, rounds: number): Promise<Figure[]> {
  const put = await compare(duel, rounds, perSecond(`PUTs, ${CLIENTS} clients`), async ({ client }, round) => [
    await rate(UPDATES, CLIENTS, (index) => {
      const name = nameOf(index);
      return client.call({ method: 'PUT', path: `${CONFIG_MAPS}/${name}`, body: configMap(name, `put-${round}`) });
    }),
  ]);
  for (const { client } of duel) {
    await rate(MIRRORS, CLIENTS, (index) => client.call({ method: 'POST', path: JOBS, body: job(nameOf(index)) }));
  }
  const type = 'application/merge-patch+json';
  const name = `status patches of a custom kind, ${CLIENTS} clients`;
  const status = await compare(duel, rounds, perSecond(name), async ({ client }, round) => [
    await rate(UPDATES, CLIENTS, (index) => {
      const path = `${JOBS}/${nameOf(index % MIRRORS)}/status`;
      return client.call({ method: 'PATCH', path, body: jobStatus(round * UPDATES + index), type });
    }),
  ]);
  return [...put, ...status, ...(await benchApplies(duel, rounds))];
}

async function benchApplies(duel: Duel, rounds: number): Promise<Figure[]> {
  const type = 'application/apply-patch+yaml';
  const name = `server-side applies, ${CLIENTS} clients`;
  return compare(duel, rounds, perSecond(name), async ({ client }, round) => [
    await rate(UPDATES, CLIENTS, (index) => {
      const object = nameOf(UPDATES + index);
      const path = `${CONFIG_MAPS}/${object}?fieldManager=bench&force=true`;
      return client.call({ method: 'PATCH', path, body: configMap(object, `applied-${round}`), type });
    }),
  ]);
}
