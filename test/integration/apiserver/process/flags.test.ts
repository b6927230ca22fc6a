import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../support/until.ts';
import { ask } from './ask.ts';
import type { Kubectl } from './kubectl.ts';
import { kubectlIn } from './kubectl.ts';
import type { ServerProcess } from './server-process.ts';
import { runToEnd, startProcess, stopProcesses } from './server-process.ts';

const SAMPLES = new URL('../../../../apiserver/samples', import.meta.url).pathname;
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let dir: string;
let kubectl: Kubectl;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-flags-'));
  kubectl = await kubectlIn(dir);
  await writeFile(join(dir, 'tokens.csv'), 'root-secret,root,1,"system:masters,ops"\nbob-secret,bob,2,devs\n');
});
afterAll(async () => {
  await stopProcesses();
  await rm(dir, { recursive: true });
});

let started = 0;

const start = (...flags: string[]): Promise<ServerProcess> =>
  startProcess([`--file-rootpath=${join(dir, `data${started++}`)}`, ...flags]);

test('without flags for it nobody is known, a status stays, a watch ends with --request-timeout, nothing but errors is told', async () => {
  const server = await start(`--token-auth-file=${join(dir, 'tokens.csv')}`, '--request-timeout=5s');
  const headers = { authorization: 'Bearer root-secret' };
  expect((await ask(server, 'GET', CONFIG_MAPS)).status).toBe(401);
  expect((await ask(server, 'GET', CONFIG_MAPS, { headers })).status).toBe(200);
  expect((await ask(server, 'GET', CONFIG_MAPS, { headers: { authorization: 'Bearer bob-secret' } })).status).toBe(403);
  const begun = Date.now();
  const watch = await fetch(`${server.url}${CONFIG_MAPS}?watch=true`, { headers });
  expect(await watch.text()).toBe('');
  expect(Date.now() - begun).toBeGreaterThanOrEqual(5000);
  expect(server.log.some((line) => line.includes('"request"'))).toBe(false);
});

describe('-v', () => {
  const requests = ({ log }: ServerProcess): object[] =>
    log.filter((line) => line.includes('"request"')).map((line) => JSON.parse(line) as object);

  test('from 4 on logs each request: who, what, and how it was answered, without its query', async () => {
    const server = await start('--authn-allow-localhost', '-v=4');
    await ask(server, 'GET', `${CONFIG_MAPS}?labelSelector=secret`, { headers: { 'audit-id': 'mine-1' } });
    const [request] = await until('the request in the log', () =>
      requests(server).length > 0 ? requests(server) : false,
    );
    const told = { id: 'mine-1', method: 'GET', path: CONFIG_MAPS, code: 200, user: 'system:localhost' };
    expect(request).toMatchObject({ level: 20, msg: 'request', ...told });
    expect(server.log.join()).not.toContain('secret');
  });

  test('below 4 logs none', async () => {
    const server = await start('--authn-allow-localhost', '-v=3');
    await ask(server, 'GET', CONFIG_MAPS);
    await server.stop();
    expect(requests(server)).toEqual([]);
    expect(server.log.some((line) => line.includes('"serving"'))).toBe(true);
  });
});

test('a server that others reach without TLS says that tokens cross the network in clear text', async () => {
  const isWarned = ({ log }: ServerProcess): boolean =>
    log.some((line) => line.includes('in clear text: give --cert-dir'));
  expect(isWarned(await start('--bind-address=0.0.0.0'))).toBe(true);
  expect(isWarned(await start('--bind-address=0.0.0.0', `--cert-dir=${join(dir, 'pki-0')}`))).toBe(false);
  expect(isWarned(await start('--bind-address=::1'))).toBe(false);
});

test('--initialization applies a folder and those in it before the first request', async () => {
  const server = await start('--authn-allow-localhost', `--initialization=${SAMPLES}`);
  expect(await kubectl('-s', server.url, 'get', 'users,teams', '-o', 'name')).toContain('user.samples.durasync.io/ada');
});

describe('kubectl', () => {
  test('is refused with --kubectl-disabled; others are not', async () => {
    const server = await start('--authn-allow-localhost', '--kubectl-disabled');
    await expect(kubectl('-s', server.url, 'get', '--raw', CONFIG_MAPS)).rejects.toThrow('kubectl is disabled');
    expect((await ask(server, 'GET', CONFIG_MAPS)).status).toBe(200);
  });

  test('needs a short-lived token with --kubectl-ephemeral-token; others do not', async () => {
    const files = [`--cert-dir=${join(dir, 'pki')}`, `--token-auth-file=${join(dir, 'tokens.csv')}`];
    const server = await start(...files, '--kubectl-ephemeral-token=true', '--audit-log-path', join(dir, 'audit'));
    const flags = [`--server=${server.url}`, `--certificate-authority=${join(dir, 'pki/apiserver.crt')}`];
    const withToken = (token: string): Promise<string> =>
      kubectl(...flags, `--token=${token}`, 'get', 'namespaces', '-o', 'name');
    await expect(withToken('root-secret')).rejects.toThrow('You must be logged in to the server');
    const headers = { authorization: 'Bearer root-secret' };
    const refused = await ask(server, 'GET', CONFIG_MAPS, { headers: { ...headers, 'user-agent': 'kubectl/v1.34.4' } });
    expect(refused.body['message']).toBe('kubectl must use a short-lived token of this server');
    expect((await ask(server, 'GET', CONFIG_MAPS, { headers })).status).toBe(200);
    const issued = await ask(server, 'POST', '/ephemeral-token', { headers });
    const { token, expirationTimestamp } = issued.body as { token: string; expirationTimestamp: string };
    expect(await withToken(token)).toContain('namespace/default\n');
    expect(Date.parse(expirationTimestamp) - Date.now()).toBeLessThanOrEqual(10 * 60_000);
    expect((await ask(server, 'POST', '/ephemeral-token')).status).toBe(401);
    const renewed = await ask(server, 'POST', '/ephemeral-token', { headers: { authorization: `Bearer ${token}` } });
    expect(renewed).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('is got with the credential') },
    });
    const as = { ...headers, 'impersonate-user': 'bob' };
    expect((await ask(server, 'POST', '/ephemeral-token', { headers: as })).status).toBe(403);
    expect(await readFile(join(dir, 'audit'), 'utf8')).not.toContain(token);
  });
});

test('--audit-log-path: an Event of audit.k8s.io/v1 for each request, without secrets', async () => {
  const log = join(dir, 'audit-events');
  const server = await start(`--token-auth-file=${join(dir, 'tokens.csv')}`, `--audit-log-path=${log}`);
  const root = { authorization: 'Bearer root-secret', 'audit-id': 'mine-1' };
  const secret = { metadata: { name: 's' }, stringData: { password: 'hunter2' } };
  await ask(server, 'POST', '/api/v1/namespaces/default/secrets?fieldManager=me', { headers: root, body: secret });
  await ask(server, 'GET', '/api/v1/namespaces/default/pods/p/exec?command=hunter2&container=c', { headers: root });
  await ask(server, 'GET', '/api/v1/secrets', { headers: { authorization: 'Bearer bob-secret' } });
  await ask(server, 'GET', '/api/v1/secrets', { headers: { authorization: 'Bearer guess' } });
  await ask(server, 'GET', '/api/v1/nodes', { headers: { ...root, 'impersonate-user': 'ada' } });
  const lines = await until('five events', async () => {
    const text = await readFile(log, 'utf8');
    return text.split('\n').length > 5 && text;
  });
  for (const word of ['hunter2', 'root-secret', 'bob-secret', 'guess']) expect(lines).not.toContain(word);
  const events = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events[0]).toEqual({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: 'mine-1',
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/default/secrets?fieldManager=me',
    verb: 'create',
    user: { username: 'root', uid: '1', groups: ['system:masters', 'ops', 'system:authenticated'] },
    sourceIPs: ['127.0.0.1'],
    userAgent: 'undici',
    objectRef: { resource: 'secrets', namespace: 'default', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 201 },
    requestReceivedTimestamp: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
    stageTimestamp: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
  });
  expect(events[1]).toMatchObject({
    requestURI: '/api/v1/namespaces/default/pods/p/exec?command=redacted&container=c',
  });
  expect(events[2]).toMatchObject({
    verb: 'list',
    responseStatus: { code: 403 },
    annotations: { 'authorization.k8s.io/decision': 'forbid' },
  });
  expect(events[3]).toMatchObject({ user: {}, responseStatus: { code: 401 } });
  expect(events[4]).toMatchObject({ user: { username: 'root' }, impersonatedUser: { username: 'ada' } });
});

describe('wrong usage', () => {
  test.each([
    [['--no-such-flag'], "unknown option '--no-such-flag'"],
    [['--backend=memory'], "argument 'memory' is invalid"],
    [['--backend=etcd'], '--backend=etcd needs --etcd-servers'],
  ])('%j ends with 2 and says why', async (flags, text) => {
    const ended = await runToEnd(flags);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(text);
  });

  test('a line of the token file that is none ends it, by its number, without the token', async () => {
    await writeFile(join(dir, 'bad.csv'), 'good-secret,ada,1\nbad-secret,bob\n');
    const ended = await runToEnd([`--file-rootpath=${join(dir, 'x')}`, `--token-auth-file=${join(dir, 'bad.csv')}`]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('bad.csv: line 2 is not token,user,uid,"groups"');
    expect(ended.stderr).not.toContain('secret');
  });

  test('--help tells the flags and ends well', async () => {
    const { code, stdout } = await runToEnd(['--help']);
    expect(code).toBe(0);
    const flags = [
      'backend',
      'file-rootpath',
      'etcd-servers',
      'token-auth-file',
      'unrestricted-update',
      'kubectl-disabled',
    ];
    for (const flag of [...flags, 'kubectl-ephemeral-token', 'authn-allow-localhost', 'request-timeout', 'verbosity']) {
      expect(stdout).toContain(`--${flag}`);
    }
  });
});
