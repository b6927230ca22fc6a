import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { OwnServer } from '../own-server.ts';
import { FileStore } from '../../../../apiserver/storage/index.ts';
import { startOwnServer } from '../own-server.ts';

const PATH = '/api/v1/namespaces/default/configmaps';
const LARGE = 'x'.repeat(900_000);
/** Together far more than what is kept for one watch, and than what the kernel takes. */
const WRITES = 40;

const LAST = /"name":"last".*\n/;

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

type Seen = { type: string; object: { metadata: { name: string; resourceVersion: string; annotations?: object } } };

/** Asks for a watch, and reads nothing of it. */
function ask(query: string): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${PATH}?watch=true&${query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return socket;
}

/** What comes until the line with a text is there. */
async function readUntil(socket: Socket, end: RegExp): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (end.test(Buffer.concat(chunks.slice(-2)).subarray(-4096).toString())) break;
  }
  return Buffer.concat(chunks).toString();
}

const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);
const eventsOf = (answer: string): Seen[] =>
  bodyOf(answer)
    .split('\r\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Seen);

const versions = (seen: readonly Seen[]): string[] => seen.map(({ object }) => object.metadata.resourceVersion);

test('a client that does not read gets what was kept for it, then the end, and misses nothing when it resumes', async () => {
  const { body } = await server.request('POST', PATH, { metadata: { name: 'large' } });
  const start = (body['metadata'] as { resourceVersion: string }).resourceVersion;
  const stalled = ask(`resourceVersion=${start}`);
  // Another that keeps up is not disturbed.
  const reading = readUntil(ask(`resourceVersion=${start}`), LAST);
  const written: string[] = [];
  for (let write = 0; write < WRITES; write++) {
    const changed = await server.request('PUT', `${PATH}/large`, {
      metadata: { name: 'large' },
      data: { write: `${write}${LARGE}` },
    });
    written.push((changed.body['metadata'] as { resourceVersion: string }).resourceVersion);
  }
  const last = await server.request('POST', PATH, { metadata: { name: 'last' } });
  written.push((last.body['metadata'] as { resourceVersion: string }).resourceVersion);

  // etcd keeps events back by itself for who does not read; what this process keeps has an end.
  const hasEnd = server.store instanceof FileStore;
  const answer = await (hasEnd ? text(stalled) : readUntil(stalled, LAST));
  expect(answer.endsWith('\r\n0\r\n\r\n')).toBe(hasEnd);
  const seen = versions(eventsOf(answer));
  expect(seen.length).toBeGreaterThan(0);
  if (hasEnd) expect(seen.length).toBeLessThan(WRITES);
  else return expect(seen).toEqual(written);
  const rest = versions(eventsOf(await readUntil(ask(`resourceVersion=${seen.at(-1)}`), LAST)));
  expect([...seen, ...rest]).toEqual(written);
  expect(versions(eventsOf(await reading))).toEqual(written);
}, 60_000);

test('a client that reads slowly gets all of a large state', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `state-${String(index).padStart(3, '0')}`);
  for (const name of names) {
    const object = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name, namespace: 'default', labels: { of: 'state' } },
      data: { LARGE },
    };
    await server.store.create(`/core/configmaps/default/${name}`, JSON.stringify(object));
  }
  const initial = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const seen = eventsOf(await readUntil(ask(`labelSelector=of%3Dstate&${initial}`), /initial-events-end.*\n/));
  expect(seen.map(({ object }) => object.metadata.name ?? '')).toEqual([...names, '']);
  expect(seen.at(-1)?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
}, 60_000);
