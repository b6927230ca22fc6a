import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';
import type { FakeNode } from './fake-node.ts';
import { placePod, startFakeNode } from './fake-node.ts';

let node: FakeNode;
let server: OwnServer;
beforeEach(async () => {
  node = await startFakeNode();
  server = await startOwnServer({ kubelet: node.client });
  await placePod(server, node.port);
});
afterEach(async () => {
  await server.stop();
  await node.stop();
});

const LOG = '/api/v1/namespaces/default/pods/web/log';

describe("a pod's log", () => {
  test('is asked of its node with the certificate of the server and only what the query may say', async () => {
    node.answer = (_request, response) => void response.end('one\ntwo\n');
    const { status, body } = await server.request('GET', `${LOG}?timestamps=1&tailLines=5&follow=false&foreign=x`);
    expect({ status, text: body['text'] }).toEqual({ status: 200, text: 'one\ntwo\n' });
    expect(node.requests).toEqual([
      { method: 'GET', path: '/containerLogs/default/web/main?timestamps=true&tailLines=5', user: 'apiserver' },
    ]);
  });

  test('comes while it is written, and the node is left when the reader leaves', async () => {
    const left = new Promise((resolve) => {
      node.answer = (_request, response) => {
        response.write('first\n');
        response.once('close', resolve);
      };
    });
    const reader = new AbortController();
    const response = await fetch(`${server.url}${LOG}?follow=true`, { signal: reader.signal });
    const chunk = await response.body?.getReader().read();
    expect(new TextDecoder().decode(chunk?.value as Uint8Array)).toBe('first\n');
    reader.abort();
    await left;
  });

  test('is not read faster than its reader reads', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    let sent = 0;
    const stuck = new Promise<void>((resolve) => {
      node.answer = (_request, response) => {
        const write = (): void => {
          while (response.write(piece)) sent += piece.length;
          const timer = setTimeout(resolve, 500);
          response.once('drain', () => {
            clearTimeout(timer);
            write();
          });
        };
        write();
      };
    });
    const reader = new AbortController();
    await fetch(`${server.url}${LOG}?follow=true`, { signal: reader.signal });
    await stuck;
    // What the kernel's buffers of two connections hold, far from everything.
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    reader.abort();
  });

  test.each([
    [404, 'no such container\n', 'NotFound', 'the server could not find the requested resource ( pods/log web)'],
    [400, 'previous is not there', 'BadRequest', 'previous is not there'],
    [500, 'broken', 'InternalError', 'Internal error occurred: broken'],
    [
      502,
      'a "word"',
      'InternalError',
      'an error on the server ("a \\"word\\"") has prevented the request from succeeding ( pods/log web)',
    ],
  ])('answers %i of the node in its words', async (code, text, reason, message) => {
    node.answer = (_request, response) => void response.writeHead(code).end(text);
    const answer = await server.request('GET', LOG);
    expect(answer).toMatchObject({ status: code, body: { reason, message, code } });
  });

  test('of a node that is not there is an internal error that names it', async () => {
    await node.stop();
    const { status, body } = await server.request('GET', LOG);
    expect(status).toBe(500);
    expect(body['message']).toMatch(
      /Get "https:\/\/127\.0\.0\.1:\d+\/containerLogs\/default\/web\/main\?": .*ECONNREFUSED/,
    );
  });
});

test('a node with a certificate of somebody else is not spoken to', async () => {
  const stranger = await startFakeNode();
  const strict = await startOwnServer({ kubelet: { ...stranger.client, ca: node.authority } });
  await placePod(strict, stranger.port);
  stranger.answer = (_request, response) => void response.end('secret');
  expect(await strict.request('GET', LOG)).toMatchObject({ status: 500 });
  expect(stranger.requests).toEqual([]);
  // Asked for by the client, as `kubectl logs --insecure-skip-tls-verify-backend` does.
  expect(await strict.request('GET', `${LOG}?insecureSkipTLSVerifyBackend=true`)).toMatchObject({ status: 200 });
  await strict.stop();
  await stranger.stop();
});
