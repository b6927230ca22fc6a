import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { buildCli } from '../../../deploy/build/build-dist.ts';
import { jobOf } from '../../unit/cli/job-fixture.ts';
import { answerJson, startFakeApi, type FakeApi } from './fake-api.ts';
import { startCli, type CliRun } from './run-cli.ts';

const JOBS = '/api/v1/namespaces/default/jobs';
const job = jobOf('debian', { status: 'success' });

let api: FakeApi;
let folder: string;
beforeAll(async () => {
  api = await startFakeApi();
  folder = await mkdtemp(join(tmpdir(), 'durasync-built-'));
  await buildCli(resolve(import.meta.dirname, '../../..'), folder);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[], stdin = ''): Promise<CliRun> =>
  startCli(api.url, args, { stdin, entry: join(folder, 'cli.js') }).ended;

test('the program built into one file writes YAML', async () => {
  api.on(`GET ${JOBS}/debian`, answerJson(job));
  const { code, stdout, stderr } = await run(['mirror', 'get', 'debian', '-o', 'yaml']);
  expect([code, stderr]).toEqual([0, '']);
  expect(parse(stdout)).toEqual(job);
});

test('and reads it', async () => {
  expect(await run(['mirror', 'create', '-f', '-'], 'kind: Pod')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('stdin, manifest 1'),
  });
});

test('the command that npm links, called by any Node, runs on one that is new enough', async () => {
  const bin = join(folder, 'durasync');
  await symlink(resolve(import.meta.dirname, '../../../cli/durasync'), bin);
  const { stdout } = await promisify(execFile)(bin, ['version'], { env: { PATH: '/usr/local/bin:/usr/bin:/bin' } });
  expect(stdout).toMatch(/\(Node v(2[4-9]|[3-9]\d)\./);
});
