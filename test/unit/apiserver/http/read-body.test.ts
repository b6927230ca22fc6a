import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { json } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { BODY_LIMIT_BYTES, readBody } from '../../../../apiserver/http/api-request.ts';
import { startOwnServer } from '../own-server.ts';

const read = (body: PassThrough, limitMs?: number): Promise<Buffer> =>
  readBody(body as unknown as IncomingMessage, limitMs);

test('a body is read whole', async () => {
  const body = new PassThrough();
  const reading = read(body);
  body.write('{"a":');
  body.end('1}');
  expect((await reading).toString()).toBe('{"a":1}');
});

test('one that is not there in time is given up, though some of it comes', async () => {
  const body = new PassThrough();
  body.write('{');
  await expect(read(body, 20)).rejects.toThrow('the body was not there within 0.02 s');
});

test('one that breaks off is refused', async () => {
  const body = new PassThrough();
  body.write('{');
  const reading = read(body);
  body.destroy();
  await expect(reading).rejects.toThrow('the body could not be read');
});

test('one that is too large is refused in words, and its connection goes on', async () => {
  const server = await startOwnServer();
  const creating = request(`${server.url}/api/v1/namespaces/default/configmaps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  creating.write('x'.repeat(BODY_LIMIT_BYTES + 1));
  const [answer] = (await once(creating, 'response')) as [IncomingMessage];
  expect([answer.statusCode, await json(answer)]).toEqual([
    413,
    expect.objectContaining({ reason: 'RequestEntityTooLarge' }),
  ]);
  creating.end();
  await server.stop();
});
