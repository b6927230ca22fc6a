import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { get, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const BOB = { 'impersonate-user': 'bob', 'impersonate-group': 'editors' };
const MASTER = { 'impersonate-user': 'root', 'impersonate-group': 'system:masters' };

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer({ inFlightLimits: { readOnly: 1, mutating: 1 } });
  await server.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: 'editors' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'Group', name: 'editors', apiGroup: 'rbac.authorization.k8s.io' }],
  });
});
afterAll(() => server.stop());

/** A write in flight, until it is given its body. */
async function holdWrite(name: string): Promise<{ finish: () => Promise<number | undefined> }> {
  const headers = { ...BOB, 'content-type': 'application/json', expect: '100-continue' };
  const writing: ClientRequest = request(`${server.url}${CONFIG_MAPS}`, { method: 'POST', headers });
  writing.flushHeaders();
  // The server has the request when it asks for the body.
  await once(writing, 'continue');
  return {
    finish: async () => {
      writing.end(JSON.stringify({ metadata: { name } }));
      const [answer] = (await once(writing, 'response')) as [IncomingMessage];
      await text(answer);
      return answer.statusCode;
    },
  };
}

const write = (name: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${server.url}${CONFIG_MAPS}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name } }),
  });

describe('requests in flight', () => {
  test('are refused beyond the bound, and taken again when there is room', async () => {
    const held = await holdWrite('held-a');
    const refused = await write('refused', BOB);
    expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([
      429,
      '1',
      'Too many requests, please try again later.\n',
    ]);
    expect(await held.finish()).toBe(201);
    expect((await write('later', BOB)).status).toBe(201);
  });

  test('of administrators have no bound, and reads another than writes', async () => {
    const held = await holdWrite('held-b');
    expect((await write('by-root', MASTER)).status).toBe(201);
    expect((await fetch(`${server.url}${CONFIG_MAPS}`, { headers: BOB })).status).toBe(200);
    expect(await held.finish()).toBe(201);
  });

  test('are not counted where they last', async () => {
    const watching = get(`${server.url}${CONFIG_MAPS}?watch=true`, { headers: BOB });
    await once(watching, 'response');
    for (const path of [CONFIG_MAPS, `${CONFIG_MAPS}?watch=true&timeoutSeconds=1`]) {
      const response = await fetch(server.url + path, { headers: BOB });
      expect(response.status).toBe(200);
      await response.text();
    }
    watching.destroy();
  });
});
