import { median } from '../statistics.ts';
import type { Duel, Figure } from './duel.ts';
import { compare } from './duel.ts';
import type { LoadClient } from './load-client.ts';
import { CONFIG_MAPS } from './objects.ts';

const PAGE = 500;
const REPEATS = 2;
const ITEM = Buffer.from('"creationTimestamp":');
/** The end of a page tells where the next begins, before the items. */
const HEAD_BYTES = 1000;

/** Lists all objects, in each way that clients do. Times in ms. */
export async function benchLists(duel: Duel, rounds: number, objects: number): Promise<Figure[]> {
  const ways: readonly (readonly [string, (client: LoadClient) => Promise<Buffer[]>])[] = [
    ['the latest', (client) => once(client, '')],
    ['at resourceVersion=0', (client) => once(client, '?resourceVersion=0')],
    ['the latest, compressed', (client) => once(client, '', { 'accept-encoding': 'gzip' })],
    [`in pages of ${PAGE}`, inPages],
  ];
  const figures: Figure[] = [];
  for (const [way, list] of ways) {
    const measurement = [{ name: `list of ${objects}, ${way}`, unit: 'ms' }];
    const compared = await compare(duel, rounds, measurement, async ({ client }) => {
      const times: number[] = [];
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const startedAt = performance.now();
        const bodies = await list(client);
        times.push(performance.now() - startedAt);
        if (way !== 'the latest, compressed') check(bodies, objects);
      }
      return [median(times)];
    });
    figures.push(...compared);
  }
  return figures;
}

async function once(client: LoadClient, query: string, headers: Record<string, string> = {}): Promise<Buffer[]> {
  return [await client.call({ method: 'GET', path: CONFIG_MAPS + query, headers })];
}

async function inPages(client: LoadClient): Promise<Buffer[]> {
  const pages: Buffer[] = [];
  let token = '';
  do {
    const path = `${CONFIG_MAPS}?limit=${PAGE}&continue=${encodeURIComponent(token)}`;
    const page = await client.call({ method: 'GET', path });
    pages.push(page);
    const head = page.subarray(0, HEAD_BYTES).toString();
    token = /^[^[]*"continue":"([^"]*)"/.exec(head)?.[1] ?? '';
  } while (token !== '');
  return pages;
}

/** @throws if there are fewer objects than there should be */
function check(bodies: readonly Buffer[], objects: number): void {
  let items = 0;
  for (const body of bodies) {
    for (let at = body.indexOf(ITEM); at >= 0; at = body.indexOf(ITEM, at + ITEM.length)) items++;
  }
  if (items < objects) throw new Error(`a list has ${items} of ${objects} objects`);
}
