import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { readFlags } from '../../../../apiserver/flags.ts';
import { openServer } from '../../../../apiserver/open-server.ts';
import type { ApiServer } from '../../../../apiserver/start-api-server.ts';
import { consoleProgress, resolveKubectl } from '../../../../deploy/local/toolchain/index.ts';
import { until } from '../../../support/until.ts';

const run = promisify(execFile);
const SAMPLES = new URL('../../../../apiserver/samples', import.meta.url).pathname;
const FLAGS = {
  backend: 'file',
  bindAddress: '127.0.0.1',
  port: '0',
  authorizationMode: 'RBAC',
  authnAllowLocalhost: 'false',
  kubectlDisabled: 'false',
  kubectlEphemeralToken: 'false',
  unrestrictedUpdate: 'false',
  requestTimeout: '30m',
  verbosity: '0',
  initialization: SAMPLES,
} as const;

let dir: string;
let kubectl: string;
let secure: ApiServer;
let local: ApiServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-access-'));
  kubectl = await resolveKubectl({ env: process.env, progress: consoleProgress() });
  await writeFile(join(dir, 'tokens.csv'), 'root-secret,root,1,"system:masters"\nbob-secret,bob,2,"devs"\n');
  const logger = pino({ level: 'silent' });
  const files = { certDir: join(dir, 'pki'), tokenAuthFile: join(dir, 'tokens.csv'), auditLogPath: join(dir, 'audit') };
  secure = await openServer(readFlags({ ...FLAGS, ...files, fileRootpath: join(dir, 'secure') }), logger);
  const open = { authnAllowLocalhost: 'true', fileRootpath: join(dir, 'local') };
  local = await openServer(readFlags({ ...FLAGS, ...open }), logger);
});
afterAll(async () => {
  await Promise.all([secure.close(), local.close()]);
  await rm(dir, { recursive: true });
});

async function kube(args: readonly string[]): Promise<string> {
  const env = { HOME: dir, PATH: process.env['PATH'] ?? '' };
  const { stdout } = await run(kubectl, [...args], { env }).catch((error: unknown) => {
    throw new Error((error as { stderr: string }).stderr);
  });
  return stdout;
}

const as = (token: string, ...args: string[]): Promise<string> =>
  kube([
    `--server=${secure.url}`,
    `--certificate-authority=${join(dir, 'pki/apiserver.crt')}`,
    `--token=${token}`,
    ...args,
  ]);

describe('kubectl', () => {
  test('lists the sample users over plain HTTP from this machine', async () => {
    expect(await kube(['-s', local.url, '-n', 'default', 'get', 'users', '-o', 'name'])).toBe(
      'user.samples.durasync.io/ada\n',
    );
  });

  test('creates by server-side apply only where it may create', async () => {
    const manifest = join(dir, 'applied.yaml');
    await writeFile(manifest, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: applied}\ndata: {n: "1"}\n');
    const role = ['--verb=get,patch', '--resource=configmaps'];
    await as('root-secret', 'create', 'role', 'patcher', ...role);
    await as('root-secret', 'create', 'rolebinding', 'patcher', '--role=patcher', '--user=bob');
    const canPatch = (): Promise<string> => as('bob-secret', 'auth', 'can-i', 'patch', 'cm').catch(() => 'no');
    await until('bob may patch', async () => (await canPatch()) === 'yes\n');
    const apply = ['apply', '--server-side', '--validate=false', '-f', manifest];
    await expect(as('bob-secret', ...apply)).rejects.toThrow('User "bob" cannot create resource "configmaps"');
    await as('root-secret', 'create', 'configmap', 'applied');
    expect(await as('bob-secret', ...apply)).toBe('configmap/applied serverside-applied\n');
  });

  test('may do what roles say, and no more', async () => {
    await expect(as('bob-secret', 'get', 'users')).rejects.toThrow('User "bob" cannot list resource "users"');
    await as('root-secret', 'create', 'role', 'reader', '--verb=get,list', '--resource=users.samples.durasync.io');
    await as('root-secret', 'create', 'rolebinding', 'reader', '--role=reader', '--user=bob');
    const canList = (): Promise<string> => as('bob-secret', 'auth', 'can-i', 'list', 'users').catch(() => 'no');
    await until('bob may list', async () => (await canList()) === 'yes\n');
    expect(await as('bob-secret', 'get', 'users', '-o', 'name')).toBe('user.samples.durasync.io/ada\n');
    await expect(as('bob-secret', 'get', 'secrets')).rejects.toThrow('cannot list resource "secrets"');
    await expect(as('wrong', 'get', 'users')).rejects.toThrow('Unauthorized');
  });

  test('cannot give away what its user does not have', async () => {
    await as('root-secret', 'create', 'role', 'maker', '--verb=create', '--resource=roles.rbac.authorization.k8s.io');
    await as('root-secret', 'create', 'rolebinding', 'maker', '--role=maker', '--user=bob');
    const canCreate = () => as('bob-secret', 'auth', 'can-i', 'create', 'roles').catch(() => 'no');
    await until('bob may create roles', async () => (await canCreate()) === 'yes\n');
    await expect(as('bob-secret', 'create', 'role', 'evil', '--verb=get', '--resource=secrets')).rejects.toThrow(
      'attempting to grant RBAC permissions not currently held',
    );
  });

  test('gets a token of a service account that ends with it', async () => {
    await as('root-secret', 'create', 'serviceaccount', 'app');
    const token = (await as('root-secret', 'create', 'token', 'app')).trim();
    expect(await as(token, 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}')).toBe(
      'system:serviceaccount:default:app',
    );
    await as('root-secret', 'delete', 'serviceaccount', 'app');
    await expect(as(token, 'get', 'users')).rejects.toThrow('Unauthorized');
  });

  test('acts as another if its user may', async () => {
    const whoami = ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'];
    expect(await as('root-secret', '--as=ada', ...whoami)).toBe('ada');
    await expect(as('bob-secret', '--as=root', 'get', 'users')).rejects.toThrow('cannot impersonate resource "users"');
  });

  test('leaves a trace without secrets', async () => {
    const log = await readFile(join(dir, 'audit'), 'utf8');
    expect(log).not.toContain('-secret');
    const events = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { user: { username?: string }; responseStatus: { code: number } });
    expect(events.some(({ user, responseStatus }) => user.username === 'bob' && responseStatus.code === 403)).toBe(
      true,
    );
    expect(events.some(({ responseStatus }) => responseStatus.code === 401)).toBe(true);
  });
});
