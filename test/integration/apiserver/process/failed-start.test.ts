import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestEtcd } from '../../../support/servers/test-etcd.ts';
import { startTestEtcd } from '../../../support/servers/test-etcd.ts';
import { runToEnd } from './server-process.ts';

let dir: string;
let etcd: TestEtcd;
const taken = createServer();
const file = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-failed-'));
  etcd = await startTestEtcd();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  for (const [folder, text] of [
    ['no-yaml', 'a: [b'],
    ['unserved', 'apiVersion: v1\nkind: Pot\nmetadata: { name: p }'],
    ['invalid', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Bad_Name }'],
  ] as const) {
    await mkdir(file(folder));
    await writeFile(join(file(folder), 'one.yaml'), text);
  }
  await writeFile(file('empty'), '');
});
afterAll(async () => {
  taken.close();
  await etcd.stop();
  await rm(dir, { recursive: true });
});

const takenPort = (): number => (taken.address() as AddressInfo).port;

const backends: Readonly<Record<string, () => readonly string[]>> = {
  file: () => [`--file-rootpath=${file('data')}`],
  etcd: () => etcd.flags,
};

async function expectFailure(flags: readonly string[], text: string): Promise<void> {
  const { code, stderr } = await runToEnd(['--port=0', ...flags]);
  expect(stderr).toContain(text);
  expect(code).toBe(1);
}

describe.each(Object.keys(backends))('on %s a start that fails ends with 1 and says what to do:', (backend) => {
  const store = (): readonly string[] => backends[backend]?.() ?? [];

  test('port in use', () =>
    expectFailure(
      [...store(), `--port=${takenPort()}`],
      `--port: 127.0.0.1:${takenPort()} is in use: stop what listens there, or give another port\n`,
    ));

  test.each([
    ['unserved', 'v1 Pot is not served'],
    ['invalid', 'ConfigMap "Bad_Name" is invalid: '],
  ])('a manifest that is %s', (folder, text) =>
    expectFailure([...store(), `--initialization=${file(folder)}`], `--initialization: one.yaml: ${text}`),
  );
});

test.each([
  [['--bind-address=192.0.2.1'], '--bind-address: this machine has no address 192.0.2.1'],
  [['--initialization=DIR/none'], "--initialization: ENOENT: no such file or directory, scandir 'DIR/none'"],
  [['--initialization=DIR/no-yaml'], '--initialization: one.yaml: '],
  [['--tls-cert-file=DIR/x', '--tls-private-key-file=DIR/x'], '--tls-cert-file: ENOENT: no such file or directory'],
  [['--tls-cert-file=DIR/empty', '--tls-private-key-file=DIR/empty'], 'no certificate in DIR/empty'],
  [['--audit-log-path=DIR/none/audit'], "--audit-log-path: ENOENT: no such file or directory, open 'DIR/none/audit'"],
  [['--service-account-key-file=DIR/empty'], '--service-account-key-file: '],
])('%j ends with 1 and %j', async (flags, text) => {
  const here = (word: string): string => word.replaceAll('DIR', dir);
  await expectFailure([`--file-rootpath=${file('data')}`, ...flags.map(here)], here(text));
});

test('an etcd that does not answer ends it with 1, with what is wrong with each member', async () => {
  const servers = [`http://127.0.0.1:${takenPort()}`, 'http://127.0.0.1:1'];
  const { code, stderr } = await runToEnd(['--backend=etcd', `--etcd-servers=${servers.join(',')}`]);
  expect(stderr).toContain('--etcd-servers: etcd does not answer: ');
  expect(stderr).toContain('http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1');
  expect(stderr).toContain(`${servers[0]}: `);
  expect(code).toBe(1);
}, 30_000);
