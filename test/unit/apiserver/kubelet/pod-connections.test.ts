import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { nodeQuery } from '../../../../apiserver/kubelet/stream-options.ts';
import type { AuditEntry } from '../../../../apiserver/audit/audit-event.ts';
import { auditEvent } from '../../../../apiserver/audit/audit-event.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';
import type { FakeNode } from './fake-node.ts';
import { placePod, startFakeNode } from './fake-node.ts';

let node: FakeNode;
let server: OwnServer;
const audited: AuditEntry[] = [];
beforeEach(async () => {
  node = await startFakeNode();
  server = await startOwnServer({ kubelet: node.client, audit: (entry) => void audited.push(entry) });
  await placePod(server, node.port);
  audited.length = 0;
});
afterEach(async () => {
  await server.stop();
  await node.stop();
});

const EXEC = '/api/v1/namespaces/default/pods/web/exec';

/** Sends the head of a request, and maybe what follows it, as it is. */
async function dial(request: string): Promise<{ socket: Socket; readUntil: (part: string) => Promise<string> }> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const readUntil = (part: string): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => void ((text.includes(part) || socket.readableEnded) && resolve(text));
      socket.on('data', look).on('end', look);
      look();
    });
  socket.write(request);
  return { socket, readUntil };
}

const head = (method: string, path: string, more: readonly string[] = []): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: SPDY/3.1', ...more, '', ''].join(
    '\r\n',
  );

/** The node takes every upgrade and sends back what it gets. */
function echo(protocols: { headers?: object } = {}): Promise<Socket> {
  return new Promise((resolve) => {
    node.server.on('upgrade', (request, socket: Socket) => {
      protocols.headers = request.headers;
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Mine: a\r\n\r\nhello ',
      );
      socket.pipe(socket);
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

describe('a connection to a pod', () => {
  test.each(['GET', 'POST'])('is handed to its node, byte by byte (%s)', async (method) => {
    const seen: { headers?: object } = {};
    const upgraded = echo(seen);
    const secrets = ['X-Remote-Extra-A: secret', 'X-Stream-Protocol-Version: v4.channel.k8s.io', 'Cookie: a=b'];
    const client = await dial(`${head(method, `${EXEC}?command=a&command=b%20c&stdin=1`, secrets)}early`);
    const text = await client.readUntil('early');
    expect(text).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Mine: a\r\n\r\nhello early',
    );
    expect(seen.headers).toMatchObject({ 'x-stream-protocol-version': 'v4.channel.k8s.io', upgrade: 'SPDY/3.1' });
    expect(JSON.stringify(seen.headers)).not.toMatch(/secret|cookie/i);
    expect(audited.map(({ method: sent, url, code }) => [sent, url.split('?')[0], code])).toEqual([
      [method, EXEC, 101],
    ]);
    // What is run in a pod may hold a secret.
    expect(JSON.stringify(audited.map(auditEvent))).not.toContain('command=a');
    const left = once(await upgraded, 'close');
    client.socket.destroy();
    await left;
  });

  test('ends for the client when the node ends it, after all it sent', async () => {
    const big = Buffer.alloc(1024 * 1024, 'y');
    node.server.on('upgrade', (_request, socket: Socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n');
      socket.end(big);
    });
    const client = await dial(head('POST', `${EXEC}?command=a&stdout=1`));
    const text = await client.readUntil('never');
    expect(text.length - text.indexOf('y')).toBe(big.length);
  });

  test("passes on the node's refusal and closes", async () => {
    node.answer = (_request, response) => void response.writeHead(404).end('container not found');
    const client = await dial(head('POST', `${EXEC}?command=a&stdout=1`));
    const text = await client.readUntil('never');
    expect(text).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*\r\n\r\ncontainer not found$/);
  });

  test('needs to be one: the answer to a plain request says so', async () => {
    expect(await server.request('POST', `${EXEC}?command=a`)).toMatchObject({
      status: 400,
      body: { reason: 'BadRequest', message: 'Upgrade request required' },
    });
  });

  test('is cut when the server stops', async () => {
    const upgraded = echo();
    const client = await dial(head('POST', `${EXEC}?command=a&stdin=1`));
    await client.readUntil('hello');
    const gone = [once(client.socket, 'close'), once(await upgraded, 'close')];
    client.socket.on('error', () => undefined);
    await server.stop();
    await Promise.all(gone);
    server = await startOwnServer();
  });

  test('other paths answer a request to upgrade as any other', async () => {
    const client = await dial(head('GET', '/version', ['Connection: close']));
    expect(await client.readUntil('gitVersion')).toMatch(/^HTTP\/1\.1 200 OK/);
    client.socket.destroy();
  });
});

test("a node is asked in kubelet's words", () => {
  const ask = (connection: 'exec' | 'attach' | 'portforward', query: string): string =>
    nodeQuery(connection, new URLSearchParams(query)).toString();
  expect(ask('exec', 'command=sh&command=-c&command=a%26b&stdin=true&stdout=1&stderr=false&tty=0')).toBe(
    'input=1&output=1&command=sh&command=-c&command=a%26b',
  );
  expect(ask('attach', 'command=sh&stdout=true&stderr=true')).toBe('output=1&error=1');
  expect(ask('portforward', 'ports=80&ports=443')).toBe('port=80%2C443');
});
