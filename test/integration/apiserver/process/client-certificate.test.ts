import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { KeyPair } from '../../../../deploy/local/stack/servers/certificates.ts';
import { createAuthority, issueCertificate } from '../../../../deploy/local/stack/servers/certificates.ts';
import type { Kubectl } from './kubectl.ts';
import { kubectlIn } from './kubectl.ts';
import type { ServerProcess } from './server-process.ts';
import { startProcess } from './server-process.ts';

let dir: string;
let kubectl: Kubectl;
let server: ServerProcess;
let authority: KeyPair;

const file = (name: string): string => join(dir, name);

async function writePair(name: string, { cert, key }: KeyPair): Promise<void> {
  await writeFile(file(`${name}.crt`), cert);
  await writeFile(file(`${name}.key`), key);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-certificate-'));
  kubectl = await kubectlIn(dir);
  authority = await createAuthority('clients');
  await writePair('authority', authority);
  await writePair('ada', await issueCertificate(authority, { commonName: 'ada', organizations: ['devs', 'ops'] }));
  await writePair('root', await issueCertificate(authority, { commonName: 'root', organizations: ['system:masters'] }));
  await writePair('nobody', await issueCertificate(authority, { commonName: '' }));
  const others = await createAuthority('others');
  await writePair('eve', await issueCertificate(others, { commonName: 'root', organizations: ['system:masters'] }));
  await writeFile(file('tokens.csv'), 'bob-secret,bob,2,"devs"\n');
  server = await startProcess([
    `--file-rootpath=${file('data')}`,
    `--cert-dir=${file('pki')}`,
    `--client-ca-file=${file('authority.crt')}`,
    `--token-auth-file=${file('tokens.csv')}`,
  ]);
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

async function kubeconfig(name: string): Promise<string> {
  const cluster = { server: server.url, 'certificate-authority': file('pki/apiserver.crt') };
  const user = { 'client-certificate': file(`${name}.crt`), 'client-key': file(`${name}.key`) };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster }],
    users: [{ name, user }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: name } }],
    'current-context': 'c',
  };
  await writeFile(file(`${name}.kubeconfig`), stringify(config));
  return `--kubeconfig=${file(`${name}.kubeconfig`)}`;
}

/** @returns the status */
function ask(path: string, pair: string | undefined, headers: Record<string, string> = {}): Promise<number> {
  const text = (name: string): string => readFileSync(file(name), 'utf8');
  const own = pair ? { cert: text(`${pair}.crt`), key: text(`${pair}.key`) } : {};
  const options = { ca: text('pki/apiserver.crt'), ...own, headers, agent: false } as const;
  return new Promise((resolve, reject) => {
    request(server.url + path, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('a client certificate', () => {
  test('says who it is: kubectl auth whoami', async () => {
    const whoami = JSON.parse(await kubectl(await kubeconfig('ada'), 'auth', 'whoami', '-o', 'json')) as {
      status: { userInfo: { username: string; groups: string[]; extra: Record<string, string[]> } };
    };
    const { username, groups, extra } = whoami.status.userInfo;
    expect({ username, groups }).toEqual({ username: 'ada', groups: ['devs', 'ops', 'system:authenticated'] });
    expect(extra['authentication.kubernetes.io/credential-id']).toEqual([
      expect.stringMatching(/^X509SHA256=[0-9a-f]{64}$/),
    ]);
  });

  test('gives the rights of its groups, on each connection that resumes', async () => {
    const root = await kubeconfig('root');
    await kubectl(root, 'create', 'configmap', 'a');
    expect(await kubectl(root, 'get', 'configmaps', '-o', 'name')).toBe('configmap/a\n');
    await expect(kubectl(await kubeconfig('ada'), 'get', 'configmaps')).rejects.toThrow('User "ada" cannot list');
  });

  test('of another authority is no credential, and none says nothing', async () => {
    await expect(kubectl(await kubeconfig('eve'), 'get', 'configmaps')).rejects.toThrow('Unauthorized');
    expect(await ask('/version', 'eve')).toBe(401);
    expect(await ask('/api', undefined)).toBe(401);
    expect(await ask('/version', undefined)).toBe(200);
    expect(await ask('/api', 'nobody')).toBe(401);
  });

  test('leaves tokens their word', async () => {
    const headers = { authorization: 'Bearer bob-secret' };
    expect(await ask('/api', undefined, headers)).toBe(200);
    expect(await ask('/api', 'eve', headers)).toBe(200);
    expect(await ask('/api', undefined, { authorization: 'Bearer wrong' })).toBe(401);
  });
});
