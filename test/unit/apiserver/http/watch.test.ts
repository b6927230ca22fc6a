import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

const PATH = '/api/v1/namespaces/default/configmaps';
type Seen = { type: string; object: { metadata?: Record<string, unknown>; code?: number; reason?: string } };

/** Reads a watch until it has brought so many events, or ends. */
async function watch(
  query: string,
  count: number,
  act: () => Promise<unknown> = async () => undefined,
): Promise<Seen[]> {
  const controller = new AbortController();
  const response = await fetch(`${server.url}${PATH}?watch=true&${query}`, { signal: controller.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  await act();
  let text = '';
  const lines = (): string[] => text.split('\n').slice(0, -1);
  while (lines().length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  controller.abort();
  return lines().map((line) => JSON.parse(line) as Seen);
}

const create = async (name: string, labels: object = {}): Promise<string> => {
  const { body } = await server.request('POST', PATH, { metadata: { name, labels } });
  return (body['metadata'] as { resourceVersion: string }).resourceVersion;
};
const label = (name: string, labels: object): Promise<unknown> =>
  server.request('PATCH', `${PATH}/${name}`, { metadata: { labels } }, 'application/merge-patch+json');
const show = (events: readonly Seen[]): string[] =>
  events.map(({ type, object }) => `${type} ${String(object.metadata?.['name'])}`);

describe('a watch', () => {
  test('resumes after a version', async () => {
    const version = await create('resume-a');
    await create('resume-b');
    const seen = await watch(`resourceVersion=${version}`, 2, () => server.request('DELETE', `${PATH}/resume-b`));
    expect(show(seen)).toEqual(['ADDED resume-b', 'DELETED resume-b']);
  });

  test('begins with everything there is, and says where that ends', async () => {
    await create('initial', { part: 'initial' });
    const query =
      'labelSelector=part%3Dinitial&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const seen = await watch(query, 2);
    expect(show(seen.slice(0, 1))).toEqual(['ADDED initial']);
    expect(seen[1]).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
  });

  test('with a selector sees objects come and go as they begin and end to match', async () => {
    const version = await create('turncoat');
    const seen = await watch(`labelSelector=in%3Dyes&resourceVersion=${version}`, 3, async () => {
      await label('turncoat', { in: 'yes' });
      await label('turncoat', { in: 'yes', other: 'x' });
      await label('turncoat', { in: 'no' });
    });
    expect(show(seen)).toEqual(['ADDED turncoat', 'MODIFIED turncoat', 'DELETED turncoat']);
    const versions = seen.map(({ object }) => Number(object.metadata?.['resourceVersion']));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  });

  test('of a version that is forgotten fails in the stream', async () => {
    await create('forgotten');
    await server.store.compact(await server.store.revision());
    const seen = await watch('resourceVersion=1', 1);
    expect(seen).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
  });

  test('ends when its time is over', async () => {
    const version = await create('timed');
    expect(await watch(`resourceVersion=${version}&timeoutSeconds=1`, 1)).toEqual([]);
  });

  test('lasts as long as a timer can that shall last longer', async () => {
    const version = await create('before-long');
    const seen = await watch(`resourceVersion=${version}&timeoutSeconds=2592000`, 1, () => create('long'));
    expect(show(seen)).toEqual(['ADDED long']);
  });
});
