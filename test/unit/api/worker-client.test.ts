import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createWorkerClient } from '../../../api/sync-worker/worker-client.ts';

let server: Server;
let sent = 0;

/** A worker that sends one event without an end; a Job may name any image for its worker. */
beforeEach(async () => {
  sent = 0;
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const more = (): void => {
      if (response.destroyed || sent >= 64) return void response.end();
      sent += 1;
      response.write(`data: ${'x'.repeat(65_536)}\n`, more);
    };
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

test('an event that never ends is not kept in memory', async () => {
  const { port } = server.address() as AddressInfo;
  const client = createWorkerClient({ find: async () => ({ host: '127.0.0.1', port }), token: async () => 'token' });
  const events = client.progress({ namespace: 'mirrors', name: 'debian' }, new AbortController().signal);
  await expect(events.next()).rejects.toThrow('more than');
});
