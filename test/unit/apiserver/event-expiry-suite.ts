import { describe, expect, test } from '@jest/globals';
import { removeExpired } from '../../../apiserver/controllers/event-expiry.ts';
import type { Store } from '../../../apiserver/storage/index.ts';
import { until } from '../../support/until.ts';
import { startOwnServer } from './own-server.ts';

const CORE = '/api/v1/namespaces/default/events';
const GROUP = '/apis/events.k8s.io/v1/namespaces/default/events';
const TTL_MS = 60_000;
const MERGE = 'application/merge-patch+json';

type Named = { readonly metadata: { readonly name: string; readonly resourceVersion: string } };

/** What holds of events on any store. @param openStore a new, open one, over the same data each time */
export function describeEventExpiry(name: string, openStore: () => Promise<Store>): void {
  describe(`events on ${name}`, () => {
    test('go when their last write is over, whatever they say of their times, also after a new start', async () => {
      let clock = Date.parse('2026-01-02T03:04:05Z');
      const prefix = `e${Date.now().toString(36)}`;
      let server = await startOwnServer({ store: await openStore(), eventTtlMs: 0 });
      const sweep = (): Promise<void> => removeExpired({ store: server.store, ttlMs: TTL_MS, now: () => clock });
      const create = (event: string): Promise<unknown> =>
        server.request('POST', CORE, {
          metadata: { name: `${prefix}-${event}` },
          involvedObject: { namespace: 'default' },
          lastTimestamp: '2001-01-01T00:00:00Z',
        });
      const names = async (path: string): Promise<string[]> => {
        const { body } = await server.request('GET', path);
        const all = (body['items'] as Named[]).map(({ metadata }) => metadata.name);
        return all.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length + 1));
      };

      await create('once');
      await create('again');
      await sweep();
      clock += TTL_MS / 2;
      await server.request('PATCH', `${CORE}/${prefix}-again`, { count: 2 }, MERGE);
      await sweep();
      await server.stop();

      server = await startOwnServer({ store: await openStore(), eventTtlMs: 0 });
      clock += TTL_MS / 2 - 1;
      await sweep();
      expect(await names(CORE)).toEqual(['again', 'once']);
      const seen = await Promise.all([CORE, GROUP].map((path) => watchDeletions(server.url + path)));
      clock += 1;
      await sweep();
      expect([await names(CORE), await names(GROUP)]).toEqual([['again'], ['again']]);
      for (const watch of seen) await until('the event to be told', () => watch.names.includes(`${prefix}-once`));
      clock += TTL_MS / 2;
      await sweep();
      expect(await names(CORE)).toEqual([]);
      for (const watch of seen) {
        await until('the second event to be told', () => watch.names.includes(`${prefix}-again`));
        watch.stop();
      }
      await server.stop();
    }, 30_000);

    test('nothing is written while nothing happens', async () => {
      const store = await openStore();
      const expiry = { store, ttlMs: TTL_MS, now: () => Date.now() };
      await removeExpired(expiry);
      const before = await store.revision();
      await removeExpired(expiry);
      expect(await store.revision()).toBe(before);
      await store.close();
    });
  });
}

type Deletions = { readonly names: string[]; readonly stop: () => void };

/** Follows a path's deletions from now on. */
async function watchDeletions(url: string): Promise<Deletions> {
  const list = (await (await fetch(url)).json()) as Named;
  const abort = new AbortController();
  const query = `watch=true&resourceVersion=${list.metadata.resourceVersion}`;
  const { body } = await fetch(`${url}?${query}`, { signal: abort.signal });
  const names: string[] = [];
  void (async () => {
    let text = '';
    for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split('\n');
      text = lines.pop() ?? '';
      const events = lines.map((line) => JSON.parse(line) as { type: string; object: Named });
      names.push(...events.filter(({ type }) => type === 'DELETED').map(({ object }) => object.metadata.name));
    }
  })().catch(() => undefined);
  return { names, stop: () => abort.abort() };
}
