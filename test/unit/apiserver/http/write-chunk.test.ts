import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

/** The body of a watch that lasts a second, byte for byte. */
async function rawWatch(method: string, version: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const path = '/api/v1/namespaces?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Ddefault';
  socket.write(`${method} ${path} HTTP/${version}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const answer = await text(socket);
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}

test('an event is one chunk with its length in bytes, and the end a chunk of none', async () => {
  const [, length = '', line = '', end] = /^([0-9a-f]+)\r\n([^\r]*)\r\n(.*)$/s.exec(await rawWatch('GET', '1.1')) ?? [];
  expect(Number.parseInt(length, 16)).toBe(Buffer.byteLength(line));
  expect(JSON.parse(line)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'default' } } });
  expect(end).toBe('0\r\n\r\n');
});

test('a client of HTTP/1.0, which knows no chunks, gets the line alone', async () => {
  expect(JSON.parse(await rawWatch('GET', '1.0'))).toMatchObject({ type: 'ADDED' });
});

test('who asks for the head alone gets nothing else', async () => {
  expect(await rawWatch('HEAD', '1.1')).toBe('');
});
