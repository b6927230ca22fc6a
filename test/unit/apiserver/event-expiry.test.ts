import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EVENT_LIFE_MS, removeExpired } from '../../../apiserver/controllers/event-expiry.ts';
import type { OwnServer } from './own-server.ts';
import { startOwnServer } from './own-server.ts';

let server: OwnServer;
beforeEach(async () => {
  server = await startOwnServer();
});
afterEach(() => server.stop());

const EVENTS = '/api/v1/namespaces/default/events';
const at = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

test('events go an hour after they were last seen', async () => {
  const now = Date.now();
  const create = (name: string, fields: object) =>
    server.request('POST', EVENTS, { metadata: { name }, involvedObject: { namespace: 'default' }, ...fields });
  await create('once', {});
  await create('again', { lastTimestamp: at(now + 2 * EVENT_LIFE_MS) });
  await create('series', {
    series: { count: 2, lastObservedTime: `${at(now + 2 * EVENT_LIFE_MS).slice(0, -1)}.000000Z` },
  });
  const names = async (): Promise<string[]> => {
    const { body } = await server.request('GET', EVENTS);
    return (body['items'] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name).sort();
  };
  await removeExpired(server.store, now + EVENT_LIFE_MS / 2);
  expect(await names()).toEqual(['again', 'once', 'series']);
  await removeExpired(server.store, now + 1.5 * EVENT_LIFE_MS);
  expect(await names()).toEqual(['again', 'series']);
});
