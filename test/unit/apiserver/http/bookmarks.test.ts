import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const NAMESPACE = '/api/v1/namespaces/default';

let server: OwnServer;
let often: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
  often = await startOwnServer({ bookmarkIntervalMs: 100 });
});
afterAll(() => Promise.all([server.stop(), often.stop()]));

type Seen = { readonly type: string; readonly object: { readonly kind: string; metadata: Record<string, unknown> } };

/** The events of a watch of ConfigMaps from now on, which ends after so many seconds; `act` is done once it began. */
async function watch(
  on: OwnServer,
  query: string,
  act: () => Promise<unknown> = async () => undefined,
): Promise<Seen[]> {
  const { body: list } = await on.request('GET', `${NAMESPACE}/configmaps`);
  const { resourceVersion } = list['metadata'] as { resourceVersion: string };
  const response = await fetch(
    `${on.url}${NAMESPACE}/configmaps?watch=true&resourceVersion=${resourceVersion}&${query}`,
  );
  await act();
  const lines = (await response.text()).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Seen);
}

describe('bookmarks', () => {
  test('come two seconds before the end, at a version that other kinds brought too', async () => {
    let version = '';
    const seen = await watch(server, 'allowWatchBookmarks=true&timeoutSeconds=6', async () => {
      const { body } = await server.request('POST', `${NAMESPACE}/secrets`, { metadata: { name: 'other' } });
      version = (body['metadata'] as { resourceVersion: string }).resourceVersion;
    });
    expect(seen).toEqual([
      {
        type: 'BOOKMARK',
        object: {
          kind: 'ConfigMap',
          apiVersion: 'v1',
          metadata: { resourceVersion: version },
        },
      },
    ]);
  });

  test('are not sent to who does not ask for them, nor at the very beginning', async () => {
    const queries = [
      'timeoutSeconds=3',
      'allowWatchBookmarks=true&timeoutSeconds=2',
      'allowWatchBookmarks=false&timeoutSeconds=3',
    ];
    expect(await Promise.all(queries.map((query) => watch(server, query)))).toEqual([[], [], []]);
  });

  test('come regularly, and events after them are later', async () => {
    const create = () => often.request('POST', `${NAMESPACE}/configmaps`, { metadata: { generateName: 'c-' } });
    const seen = await watch(often, 'allowWatchBookmarks=true&timeoutSeconds=4', create);
    const versions = seen.map(({ object }) => Number(object.metadata['resourceVersion']));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(seen.filter(({ type }) => type === 'BOOKMARK').length).toBeGreaterThanOrEqual(3);
    expect(seen.filter(({ type }) => type === 'ADDED')).toHaveLength(1);
  });
});
