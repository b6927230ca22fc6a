import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { firstOf, localhostAuthenticator } from '../../../../apiserver/access/authenticator.ts';
import type { PolicyRule } from '../../../../apiserver/access/rbac/rules.ts';
import type { ApiServer } from '../../../../apiserver/start-api-server.ts';
import { startApiServer } from '../../../../apiserver/start-api-server.ts';
import { FileStore } from '../../../../apiserver/storage/index.ts';
import { until } from '../../../support/until.ts';

let dir: string;
let server: ApiServer;
const ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';

const start = (): Promise<ApiServer> =>
  startApiServer({
    store: new FileStore(dir),
    listen: { port: 0 },
    authenticate: firstOf([localhostAuthenticator()]),
    logger: pino({ level: 'silent' }),
    isRbac: true,
  });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-policy-'));
  server = await start();
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

type Answer = { status: number; rules: PolicyRule[] | null; code?: number };

async function ask(method: string, path: string, body?: object, user?: string): Promise<Answer> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { 'content-type': type, ...(user && { 'impersonate-user': user }) };
  const response = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { ...((await response.json()) as Answer), status: response.status };
}

const canRead = (rules: PolicyRule[] | null, resource: string): boolean =>
  (rules ?? []).some(({ resources, verbs }) => resources?.includes(resource) && verbs?.includes('get'));

test('view, edit and admin have their rules when the server is ready, and gather what is labelled for them later', async () => {
  const [view, edit, admin] = await Promise.all(
    ['view', 'edit', 'admin'].map((name) => ask('GET', `${ROLES}/${name}`)),
  );
  expect([view, edit, admin].map((role) => canRead(role?.rules ?? null, 'pods'))).toEqual([true, true, true]);
  expect([view, edit, admin].map((role) => canRead(role?.rules ?? null, 'secrets'))).toEqual([false, true, true]);
  const rules = [{ verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] }];
  const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
  await ask('POST', ROLES, { metadata: { name: 'widgets-view', labels }, rules });
  await until('admin gathers it by edit and view', async () =>
    canRead((await ask('GET', `${ROLES}/admin`)).rules, 'widgets'),
  );
  await ask('DELETE', `${ROLES}/widgets-view`);
  await until('it is gone from admin again', async () => {
    const { rules: now } = await ask('GET', `${ROLES}/admin`);
    return !canRead(now, 'widgets') && canRead(now, 'pods');
  });
});

test('who is bound to view reads, and changes nothing', async () => {
  const binding = {
    metadata: { name: 'viewer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'User', name: 'ada' }],
  };
  await ask('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', binding);
  const pods = '/api/v1/namespaces/default/pods';
  await until('ada may read', async () => (await ask('GET', pods, undefined, 'ada')).status === 200);
  const others = [
    ask('POST', pods, {}, 'ada'),
    ask('GET', '/api/v1/namespaces/default/secrets', undefined, 'ada'),
    ask('GET', '/api/v1/namespaces/kube-system/pods', undefined, 'ada'),
  ];
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([403, 403, 403]);
});

test('what a role lost comes back at the next start, unless it says it shall not', async () => {
  const keep = { 'rbac.authorization.kubernetes.io/autoupdate': 'false' };
  const mine = [{ verbs: ['get'], nonResourceURLs: ['/mine'] }];
  await ask('PATCH', `${ROLES}/system:discovery`, { rules: mine });
  await ask('PATCH', `${ROLES}/system:monitoring`, { rules: mine, metadata: { annotations: keep } });
  await server.close();
  server = await start();
  const urls = async (name: string): Promise<unknown[]> =>
    ((await ask('GET', `${ROLES}/${name}`)).rules ?? []).flatMap(({ nonResourceURLs }) => nonResourceURLs ?? []);
  expect(await urls('system:discovery')).toEqual(expect.arrayContaining(['/mine', '/apis', '/healthz']));
  expect(await urls('system:monitoring')).toEqual(['/mine']);
});
