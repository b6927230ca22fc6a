import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestEtcd } from '../../../support/servers/test-etcd.ts';
import { startTestEtcd } from '../../../support/servers/test-etcd.ts';
import { ask } from './ask.ts';
import type { ServerProcess } from './server-process.ts';
import { startProcess, stopProcesses } from './server-process.ts';

const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const REVIEWS = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

let dir: string;
let etcd: TestEtcd;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-key-'));
  etcd = await startTestEtcd();
  await writeFile(join(dir, 'tokens.csv'), 'root-secret,root,1,"system:masters"\n');
});
afterAll(async () => {
  await stopProcesses();
  await etcd.stop();
  await rm(dir, { recursive: true });
});

const backends: Readonly<Record<string, () => readonly string[]>> = {
  file: () => [`--file-rootpath=${join(dir, 'data')}`],
  etcd: () => etcd.flags,
};

const start = (backend: string): Promise<ServerProcess> =>
  startProcess([...(backends[backend]?.() ?? []), `--token-auth-file=${join(dir, 'tokens.csv')}`]);

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const isKnown = async (server: ServerProcess, token: string): Promise<boolean> =>
  (await ask(server, 'POST', REVIEWS, { ...bearer(token), body: {} })).status === 201;

async function issueToken(server: ServerProcess): Promise<string> {
  const root = bearer('root-secret');
  await ask(server, 'POST', ACCOUNTS, { ...root, body: { metadata: { name: 'app' } } });
  const { body } = await ask(server, 'POST', `${ACCOUNTS}/app/token`, { ...root, body: {} });
  return (body['status'] as { token: string }).token;
}

test.each(Object.keys(backends))('tokens outlive a new start of the server on %s', async (backend) => {
  const before = await start(backend);
  const token = await issueToken(before);
  expect(await isKnown(before, token)).toBe(true);
  await before.stop();
  const after = await start(backend);
  expect(await isKnown(after, token)).toBe(true);
  await after.stop();
});

test('servers that start at once on one etcd know each other’s tokens', async () => {
  const servers = await Promise.all([start('etcd'), start('etcd')]);
  const tokens = await Promise.all(servers.map(issueToken));
  for (const server of servers) for (const token of tokens) expect(await isKnown(server, token)).toBe(true);
  await Promise.all(servers.map((server) => server.stop()));
});
