import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestEtcd } from '../../../support/servers/test-etcd.ts';
import { startTestEtcd } from '../../../support/servers/test-etcd.ts';
import type { Kubectl } from './kubectl.ts';
import { kubectlIn } from './kubectl.ts';
import { startProcess, stopProcesses } from './server-process.ts';

const SAMPLES = new URL('../../../../apiserver/samples', import.meta.url).pathname;
const EXAMPLES = [
  ['users', 'user.samples.durasync.io/ada'],
  ['teams', 'team.samples.durasync.io/mirrors'],
  ['catalogs', 'catalog.samples.durasync.io/tools'],
  ['binmetas', 'binmeta.samples.durasync.io/hello'],
] as const;

let dir: string;
let kubectl: Kubectl;
let etcd: TestEtcd;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-command-'));
  kubectl = await kubectlIn(dir);
  etcd = await startTestEtcd();
  await writeFile(join(dir, 'tokens.csv'), 'root-secret,root,1,"system:masters,ops"\n');
});
afterAll(async () => {
  await stopProcesses();
  await etcd.stop();
  await rm(dir, { recursive: true });
});

const backends: Readonly<Record<string, () => readonly string[]>> = {
  file: () => ['--backend=file', `--file-rootpath=${join(dir, 'data')}`],
  etcd: () => etcd.flags,
};

const start = (backend: string) =>
  startProcess([
    ...(backends[backend]?.() ?? []),
    '--request-timeout=60m',
    `--token-auth-file=${join(dir, 'tokens.csv')}`,
    '--unrestricted-update=true',
    '-v=10',
    '--kubectl-disabled=false',
    '--kubectl-ephemeral-token=false',
    '--authn-allow-localhost=true',
  ]);

test.each(Object.keys(backends))('the command of the design on %s, and its kubectl commands', async (backend) => {
  const server = await start(backend);
  const ask = (...args: string[]): Promise<string> => kubectl('-s', server.url, '-n', 'default', ...args);
  for (const kind of ['10-catalogs', '11-binmetas', '12-teams', '13-users']) {
    await ask('apply', '-f', join(SAMPLES, `${kind}.yaml`));
  }
  await ask('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
  await ask('apply', '-f', join(SAMPLES, '20-example.yaml'));
  for (const [plural, name] of EXAMPLES) expect(await ask('get', plural, '-o', 'name')).toBe(`${name}\n`);
  expect(await ask('get', 'users')).toMatch(/^NAME +FULL NAME +TEAM/);
  const version = ['get', 'user', 'ada', '-o', 'jsonpath={.metadata.resourceVersion}'];
  const before = await ask(...version);
  expect(await server.stop()).toBe(0);

  const again = await start(backend);
  expect(await kubectl('-s', again.url, ...version)).toBe(before);
  await kubectl('-s', again.url, 'delete', '-f', join(SAMPLES, '20-example.yaml'));
  expect(await again.stop()).toBe(0);
});
