import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findClusterAccess } from '../../../kubernetes/cluster-access.ts';
import { createCredentialSource } from '../../../kubernetes/credentials.ts';
import { KubeconfigError } from '../../../kubernetes/kubeconfig.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'kubeconfig-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

interface Parts {
  readonly server?: string;
  readonly user?: Record<string, unknown>;
}

function writeKubeconfig(
  file: string,
  name: string,
  { server = `https://${name}.example`, user = {} }: Parts = {},
): string {
  const target = path.join(directory, file);
  mkdirSync(path.dirname(target), { recursive: true });
  const config = {
    clusters: [{ name, cluster: { server, 'certificate-authority': 'ca.crt' } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: `ns-${name}` } }],
    'current-context': name,
  };
  writeFileSync(target, JSON.stringify(config));
  writeFileSync(path.join(path.dirname(target), 'ca.crt'), 'CA');
  return target;
}

const serverOf = (options: Parameters<typeof findClusterAccess>[0]): string =>
  findClusterAccess(options).cluster.server;

describe('findClusterAccess', () => {
  test('prefers the given file, then KUBECONFIG, then the service account, then the home directory', () => {
    const given = writeKubeconfig('given', 'given');
    const fromEnv = writeKubeconfig('env', 'env');
    writeKubeconfig('.kube/config', 'home');
    const account = path.join(directory, 'account');
    mkdirSync(account);
    writeFileSync(path.join(account, 'token'), 't');
    const pod = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443', HOME: directory };
    const serviceAccountDirectory = account;

    expect(serverOf({ kubeconfig: given, env: { ...pod, KUBECONFIG: fromEnv } })).toBe('https://given.example');
    expect(serverOf({ env: { ...pod, KUBECONFIG: fromEnv }, serviceAccountDirectory })).toBe('https://env.example');
    expect(serverOf({ env: pod, serviceAccountDirectory })).toBe('https://[fd00::1]:6443');
    expect(serverOf({ env: { HOME: directory }, serviceAccountDirectory })).toBe('https://home.example');
    expect(() => serverOf({ env: { HOME: account }, serviceAccountDirectory })).toThrow(KubeconfigError);
  });

  test('merges the files of KUBECONFIG and takes another context when asked', () => {
    const KUBECONFIG = [writeKubeconfig('a', 'one'), writeKubeconfig('b', 'two')].join(path.delimiter);
    expect(findClusterAccess({ env: { KUBECONFIG } })).toMatchObject({ namespace: 'ns-one' });
    expect(findClusterAccess({ env: { KUBECONFIG }, context: 'two' })).toMatchObject({
      namespace: 'ns-two',
      cluster: { server: 'https://two.example', caFile: path.join(directory, 'ca.crt') },
    });
    expect(() => findClusterAccess({ env: { KUBECONFIG }, context: 'three' })).toThrow('no context "three"');
  });

  test.each([['not: [yaml'], ['"text"'], ['clusters: [{name: x}]'], ['{}']])('refuses %j', (text) => {
    const file = path.join(directory, 'bad');
    writeFileSync(file, text);
    expect(() => findClusterAccess({ kubeconfig: file })).toThrow(KubeconfigError);
  });
});

describe('credentials', () => {
  const authorization = async (source: ReturnType<typeof createCredentialSource>): Promise<string | undefined> =>
    (await source.get()).headers['authorization'];

  test('a rotated token file is picked up after a minute, or at once when the old token is refused', async () => {
    const token = path.join(directory, 'token');
    writeFileSync(token, 'one\n');
    const kubeconfig = writeKubeconfig('config', 'c', { user: { tokenFile: 'token' } });
    let now = 0;
    const source = createCredentialSource(findClusterAccess({ kubeconfig }), () => now);
    expect(await authorization(source)).toBe('Bearer one');
    writeFileSync(token, 'two');
    expect(await authorization(source)).toBe('Bearer one');
    now = 60_000;
    expect(await authorization(source)).toBe('Bearer two');
    writeFileSync(token, 'three');
    source.renew();
    expect(await authorization(source)).toBe('Bearer three');
  });

  test('asks an exec plugin, which learns what it is asked for, and asks it again after a refusal', async () => {
    const plugin = path.join(directory, 'plugin.mjs');
    const answer = `{ kind: 'ExecCredential', status: { token: info.kind + process.env.WHO + process.pid } }`;
    writeFileSync(
      plugin,
      `const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO); console.log(JSON.stringify(${answer}));`,
    );
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: [plugin],
      env: [{ name: 'WHO', value: 'me' }],
    };
    const kubeconfig = writeKubeconfig('config', 'c', { user: { exec } });
    const source = createCredentialSource(findClusterAccess({ kubeconfig }));
    const first = await authorization(source);
    expect(first).toMatch(/^Bearer ExecCredentialme\d+$/);
    expect(await authorization(source)).toBe(first);
    source.renew();
    expect(await authorization(source)).not.toBe(first);
  });

  test('a failing plugin is asked again at the next call', async () => {
    const kubeconfig = writeKubeconfig('config', 'c', { user: { exec: { command: path.join(directory, 'missing') } } });
    const source = createCredentialSource(findClusterAccess({ kubeconfig }));
    await expect(source.get()).rejects.toThrow('ENOENT');
    await expect(source.get()).rejects.toThrow('ENOENT');
  });

  test.each([
    ['https://cluster.example', 'Bearer secret'],
    ['http://127.0.0.1:8001', 'Bearer secret'],
    ['http://cluster.example', undefined],
    ['http://127.evil.example', undefined],
  ])('to %s goes %s', async (server, expected) => {
    const kubeconfig = writeKubeconfig('config', 'c', { server, user: { token: 'secret' } });
    expect(await authorization(createCredentialSource(findClusterAccess({ kubeconfig })))).toBe(expected);
  });

  test('password and impersonation', async () => {
    const user = { username: 'ü', password: 'p:w', as: 'root' };
    const kubeconfig = writeKubeconfig('config', 'c', { user });
    const { headers, tls } = await createCredentialSource(findClusterAccess({ kubeconfig })).get();
    expect(headers).toEqual({
      authorization: `Basic ${Buffer.from('ü:p:w').toString('base64')}`,
      'impersonate-user': 'root',
    });
    expect(tls.ca?.toString()).toBe('CA');
  });

  test('says what to do about an auth-provider', () => {
    const kubeconfig = writeKubeconfig('config', 'c', { user: { 'auth-provider': { name: 'oidc' } } });
    expect(() => createCredentialSource(findClusterAccess({ kubeconfig }))).toThrow('exec plugin');
  });
});
