import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jobObject, onJobs, TestCluster } from './cluster.ts';
import { startTestApi } from './test-api.ts';
import type { TestApi } from './test-api.ts';

let cluster: TestCluster;
let api: TestApi;
let job: string;
let list: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  cluster = await TestCluster.open();
  api = await startTestApi(await cluster.apiClient());
  tokens['reader'] = await cluster.user('reader', [onJobs(['get', 'list', 'watch'])]);
  tokens['commander'] = await cluster.user('commander', [onJobs(['create'], ['jobs/command'])]);
  tokens['logger'] = await cluster.user('logger', [onJobs(['get'], ['jobs/log'])]);
  tokens['writer'] = await cluster.user('writer', [onJobs(['create', 'update', 'patch', 'delete'])]);
  tokens['nobody'] = await cluster.serviceAccount('nobody');
  tokens['one'] = await cluster.user('one', [{ ...onJobs(['get']), resourceNames: ['debian'] }]);
  await cluster.createJob('debian');
  list = `/api/v1/namespaces/${cluster.namespace}/jobs`;
  job = `${list}/debian`;
});
afterAll(() => api.stop());

type Call = readonly [string, () => string, unknown?, Record<string, string>?];
const calls = {
  list: ['GET', () => list],
  listAll: ['GET', () => '/api/v1/jobs'],
  get: ['GET', () => job],
  runs: ['GET', () => `${job}/runs`],
  run: ['GET', () => `${job}/runs/1`],
  create: ['POST', () => `${list}?dryRun=All`, jobObject('new')],
  replace: ['PUT', () => `${job}?dryRun=All`, jobObject('debian')],
  patch: ['PATCH', () => `${job}?dryRun=All`, {}, { 'content-type': 'application/merge-patch+json' }],
  delete: ['DELETE', () => `${list}/missing`],
  command: ['POST', () => `${job}/commands`, { command: 'start' }],
  commandStream: ['POST', () => `${job}/commands`, { command: 'start' }, { accept: 'text/event-stream' }],
  log: ['GET', () => `${job}/log`],
} satisfies Record<string, Call>;

const ask = (name: keyof typeof calls, token?: string) => {
  const [method, path, body, headers] = calls[name] as Call;
  return api.call(method, path(), {
    ...(token && { token }),
    ...(body !== undefined && { body }),
    ...(headers && { headers }),
  });
};

describe('who may do what', () => {
  const allowed: Record<string, readonly (keyof typeof calls)[]> = {
    reader: ['list', 'get', 'runs', 'run'],
    commander: ['command'],
    logger: ['log'],
    writer: ['create', 'replace', 'patch', 'delete'],
    nobody: [],
    one: ['get', 'runs', 'run'],
  };
  const matrix = Object.entries(allowed).flatMap(([user, may]) =>
    Object.keys(calls).map((call) => [user, call as keyof typeof calls, may.includes(call as never)] as const),
  );

  test.each(matrix)('%s %s: %s', async (user, call, may) => {
    const { status, body } = await ask(call, tokens[user]);
    if (may) expect([401, 403]).not.toContain(status);
    else expect([status, body.type]).toEqual([403, 'urn:durasync:problem:forbidden']);
  });

  test('a refusal names the right that is missing', async () => {
    const { body } = await ask('log', tokens['reader']);
    const user = `system:serviceaccount:${cluster.namespace}:reader`;
    expect(body.detail).toBe(
      `"${user}" lacks the verb "get" on jobs/log.mirror.durasync.dev "debian" in namespace "${cluster.namespace}".`,
    );
  });

  test('rights end at the namespace', async () => {
    expect((await api.call('GET', '/api/v1/namespaces/default/jobs', { token: tokens['reader'] ?? '' })).status).toBe(
      403,
    );
  });
});

describe('without a valid token', () => {
  test.each(Object.keys(calls) as (keyof typeof calls)[])('%s is refused', async (call) => {
    const answer = await ask(call);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="durasync"']);
  });

  test('a token for somebody else, a broken and a made-up one are refused', async () => {
    const foreign = await cluster.token('reader', ['another-service']);
    const broken = `${tokens['reader']?.slice(0, -4)}AAAA`;
    for (const token of [foreign, broken, 'made-up', 'x'.repeat(17_000)]) {
      const answer = await ask('get', token);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="durasync", error="invalid_token"',
      ]);
    }
  });

  test('a body is not read', async () => {
    expect((await api.call('POST', list, { body: 'x'.repeat(2 * 1024 * 1024) })).status).toBe(401);
  });
});

test('no token is ever logged', () => {
  const log = api.log.join('');
  expect(log).toContain(`${cluster.namespace}:reader`);
  for (const token of Object.values(tokens)) expect(log).not.toContain(token.slice(-40));
  expect(log).not.toMatch(/authorization/i);
});
