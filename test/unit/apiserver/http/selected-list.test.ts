import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Answer, OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const PATH = '/api/v1/namespaces/default/configmaps';
/** Several pages of what is read at once. */
const OBJECTS = 3000;
/** First, last, and on both sides of where a page may end. */
const CHOSEN = [0, 127, 128, 1500, 2999];

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
  await Promise.all(Array.from({ length: OBJECTS }, (_, index) => store(index)));
});
afterAll(() => server.stop());

const nameOf = (index: number): string => `one-${String(index).padStart(4, '0')}`;

function store(index: number): Promise<unknown> {
  const labels = CHOSEN.includes(index) ? { chosen: 'yes' } : { last: String(index === OBJECTS - 1) };
  const metadata = { name: nameOf(index), namespace: 'default', uid: String(index), labels };
  const value = { kind: 'ConfigMap', apiVersion: 'v1', metadata };
  return server.store.create(`/core/configmaps/default/${nameOf(index)}`, JSON.stringify(value));
}

type List = {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
  readonly metadata: { readonly continue?: string; readonly remainingItemCount?: number };
};

const list = async (query: string): Promise<List> => listOf(await server.request('GET', `${PATH}?${query}`));
const listOf = ({ body }: Answer): List => body as unknown as List;
const namesOf = ({ items }: List): string[] => items.map(({ metadata }) => metadata.name);

test.each([1, 2, 5, 0])('pages of %i show what is selected once, in order, and end', async (limit) => {
  const found: string[] = [];
  let token: string | undefined = '';
  for (let asked = 0; token !== undefined && asked < OBJECTS; asked++) {
    const page: List = await list(`limit=${limit}&labelSelector=chosen&continue=${encodeURIComponent(token)}`);
    found.push(...namesOf(page));
    expect(page.metadata.remainingItemCount).toBeUndefined();
    token = page.metadata.continue;
  }
  expect(found).toEqual(CHOSEN.map(nameOf));
});

test('a page that is full goes on while there are records behind its last object, selected or not', async () => {
  const { metadata } = await list('limit=4&labelSelector=chosen');
  expect(metadata.continue).toBeDefined();
  const rest = await list(`limit=1&labelSelector=chosen&continue=${encodeURIComponent(metadata.continue ?? '')}`);
  expect(namesOf(rest)).toEqual([nameOf(2999)]);
  expect(rest.metadata.continue).toBeUndefined();
});

test.each(['GET', 'DELETE'])('a %s that selects nothing reads in few pages, uncounted', async (method) => {
  const reads = jest.spyOn(server.store, 'list');
  const answer = await server.request(method, `${PATH}?limit=1&labelSelector=none=x`);
  expect(namesOf(listOf(answer))).toEqual([]);
  const ofKind = reads.mock.calls.filter(([{ prefix }]) => prefix.includes('configmaps'));
  expect(ofKind.length).toBeLessThan(10);
  expect(ofKind.every(([{ isCounted }]) => isCounted === false)).toBe(true);
  reads.mockRestore();
});
