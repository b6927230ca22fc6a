import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => void (server = await startOwnServer()));
afterAll(() => server.stop());

/** Sends a path as it is: a URL would be rid of its dots first. */
function getRaw(path: string): Promise<{ status: number | undefined; body: string }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    sent.once('error', reject);
    sent.end();
  });
}

test.each(['%2e%2e', '..', '.', '%2E'])('an object cannot be named %s', async (name) => {
  const { status, body } = await getRaw(`/api/v1/namespaces/default/configmaps/${name}`);
  expect(status).toBe(400);
  expect(body).toMatch(/Name parameter invalid: \\"\.{1,2}\\": may not be '\.{1,2}'/);
});
