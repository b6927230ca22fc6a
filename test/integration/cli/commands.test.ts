import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jobOf } from '../../unit/cli/job-fixture.ts';
import { until } from '../../support/until.ts';
import { answerJson, answerProblem, sendEvent, startFakeApi, type FakeApi } from './fake-api.ts';
import { SHIM, startCli, type CliRun } from './run-cli.ts';

const JOBS = '/api/v1/namespaces/default/jobs';
const COMMANDS = `POST ${JOBS}/debian/commands`;
const result = { state: 'syncing', runSeq: 2, changed: true, message: 'Run 2 starts.', nextSchedule: null };
const times = { runSeq: 2, lastStarted: '2026-03-01T12:00:00Z', lastEnded: '2026-03-01T12:00:09Z' };
const success = jobOf('debian', {
  ...times,
  status: 'success',
  lastUpdate: '2026-03-01T12:00:09Z',
  stats: { filesTransferred: 42 },
});
const failed = jobOf('debian', {
  ...times,
  status: 'failed',
  errorClass: 'DiskFull',
  errorMsg: 'would delete \u001b[31mall',
});

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

const run = (...args: string[]): Promise<CliRun> => startCli(api.url, args).ended;

describe('commands', () => {
  test('start sends the command with an id and the token, and says what came of it', async () => {
    api.on(COMMANDS, answerJson(result));
    expect(await run('mirror', 'start', 'debian', '--force')).toEqual({
      code: 0,
      stdout: 'debian: Run 2 starts.\n',
      stderr: '',
    });
    expect(api.received).toHaveLength(1);
    expect(api.received[0]).toMatchObject({
      headers: { authorization: 'Bearer secret' },
      body: { command: 'start', force: true, commandId: expect.stringMatching(/^[A-Za-z0-9._:-]{8,128}$/) as unknown },
    });
  });
  test('several at once: one that is not there does not keep the others from it', async () => {
    api.on(`POST ${JOBS}/debian/commands`, answerJson(result));
    const { code, stdout, stderr } = await run('mirror', 'start', 'nothing', 'debian');
    expect(code).toBe(3);
    expect(stdout).toBe('debian: Run 2 starts.\n');
    expect(stderr).toContain('error: nothing: There is no such thing.');
  });
  test('a refusal is a failure', async () => {
    api.on(COMMANDS, answerJson({ ...result, state: 'disabled', changed: false, message: 'The Job is disabled.' }));
    expect(await run('mirror', 'start', 'debian')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'debian: The Job is disabled.\n',
    });
  });
  test('asks again by the same id when the server asks for that', async () => {
    let asked = 0;
    api.on(COMMANDS, (response, request) => {
      if (asked++ > 0) return answerJson(result)(response, request);
      answerJson({ title: 'T', detail: 'not yet' }, 503, { 'retry-after': '0' })(response, request);
    });
    expect((await run('mirror', 'start', 'debian')).code).toBe(0);
    expect(api.received[0]?.body).toEqual(api.received[1]?.body);
  });
  test.each([
    [401, 4, 'token'],
    [403, 4, 'Role'],
    [404, 3, 'mirror list'],
    [409, 1, ''],
    [422, 2, ''],
    [500, 1, ''],
    [503, 5, ''],
  ])('HTTP %d is exit code %d', async (status, code, hint) => {
    const errors = [{ field: 'spec.config.interval', message: 'is no duration' }];
    api.on(COMMANDS, answerProblem(status, 'So it is.', { errors }));
    const ended = await run('mirror', 'start', 'debian');
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain('error: So it is.\n  spec.config.interval: is no duration\n');
    expect(ended.stderr).toContain(hint);
  });
  test('nobody there is 5, with what to do', async () => {
    await api.close();
    const { code, stderr } = await run('mirror', 'list');
    expect(code).toBe(5);
    expect(stderr).toMatch(/^error: Durasync is not running at http.*\n.*npm start/);
  });
  test('wrong usage is 2', async () => {
    expect(await run('mirror', 'strat', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean start') as unknown,
    });
    expect((await run('mirror', 'start', '../x')).code).toBe(2);
    expect((await run('mirror', 'start', 'x', '--timeout', 'soon')).code).toBe(2);
    expect(api.received).toHaveLength(0);
  });
});

describe('start --wait', () => {
  test('success is 0', async () => {
    api.on(COMMANDS, (response) => {
      sendEvent(response, 'command', { result });
      const progress = { phase: 'transferring', bytes: 5, totalBytes: 10, updatedAt: '2026-03-01T12:00:01Z' };
      sendEvent(response, 'progress', { progress: { runSeq: 2, attempt: 1, progress } });
      sendEvent(response, 'end', { job: success });
    });
    const { code, stdout, stderr } = await run('mirror', 'start', 'debian', '--wait');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'debian: run 2: success, 42 files fetched\n' });
    expect(stderr).toMatch(/debian {2}transferring .*50% {2}5 B of 10 B/);
  });
  test('a failed run is 1, with why and what to do, and nothing for the terminal to obey', async () => {
    api.on(COMMANDS, (response) => {
      sendEvent(response, 'command', { result });
      sendEvent(response, 'end', { job: failed });
    });
    const { code, stderr } = await run('mirror', 'start', 'debian', '--wait', '-q');
    expect(code).toBe(1);
    expect(stderr).toContain('run 2 failed DiskFull: would delete \ufffd[31mall');
    expect(stderr).toContain('Raise spec.volume.size');
    expect(stderr).not.toContain('\u001b');
  });
  test('a stream that breaks is taken up again by the same id', async () => {
    api.on(COMMANDS, (response) => {
      sendEvent(response, 'command', { result });
      if (api.received.length === 1) setImmediate(() => response.destroy());
      else sendEvent(response, 'end', { job: success });
    });
    expect((await run('mirror', 'start', 'debian', '--wait', '-q')).code).toBe(0);
    expect(api.received).toHaveLength(2);
    expect(api.received[0]?.body).toEqual(api.received[1]?.body);
  });
  test('Ctrl-C stops the waiting, not the run: 130', async () => {
    api.on(COMMANDS, (response) => sendEvent(response, 'command', { result }));
    const { child, ended, stderr } = startCli(api.url, ['mirror', 'start', 'debian', '--wait']);
    await until('the first event', () => stderr().includes('syncing'));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('Stopped waiting; the run goes on') as unknown,
    });
    expect(api.received).toHaveLength(1);
  });
  test('a time-out is 124', async () => {
    api.on(COMMANDS, (response) => sendEvent(response, 'command', { result }));
    const { code, stderr } = await run('mirror', 'start', 'debian', '--wait', '--timeout', '300ms');
    expect({ code, stderr }).toMatchObject({
      code: 124,
      stderr: expect.stringContaining('the run goes on') as unknown,
    });
  });
  test('-o json answers the Job', async () => {
    api.on(COMMANDS, (response) => sendEvent(response, 'end', { job: success }));
    const { stdout } = await run('mirror', 'start', 'debian', '--wait', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual(success);
  });
});

describe('reading', () => {
  test('list follows the pages', async () => {
    api.on(`GET ${JOBS}`, (response, request) => {
      const first = !request.url.includes('continue=');
      answerJson(first ? { items: [jobOf('a')], continue: 'n&xt' } : { items: [jobOf('b')] })(response, request);
    });
    expect((await run('mirror', 'list', '-q')).stdout).toBe('a\nb\n');
    expect(api.received[1]?.url).toContain('continue=n%26xt');
    const { stdout } = await run('mirror', 'list', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({ items: [jobOf('a'), jobOf('b')] });
  });
  test('list -A shows namespaces; an empty list says how to go on', async () => {
    api.on('GET /api/v1/jobs', answerJson({ items: [jobOf('a')] }));
    api.on(`GET ${JOBS}`, answerJson({ items: [] }));
    expect((await run('mirror', 'list', '-A')).stdout).toMatch(/^NAMESPACE +NAME +STATUS.*\ndefault +a +created/);
    expect((await run('mirror', 'list')).stderr).toContain('mirror create');
  });
  test('list --watch shows changes until Ctrl-C', async () => {
    let version = 0;
    api.on(`GET ${JOBS}`, (response, request) => {
      const job = jobOf('a', { status: version === 0 ? 'syncing' : 'success' });
      job.metadata.resourceVersion = String(version++);
      answerJson({ items: [job] })(response, request);
    });
    const { child, ended } = startCli(api.url, ['mirror', 'list', '-w']);
    await until('two lists', () => api.received.length >= 2);
    await until('a third list', () => api.received.length >= 3);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/NAME.*\na +syncing.*\na +success/);
  });
  test('get, runs and logs', async () => {
    api.on(`GET ${JOBS}/debian`, answerJson(failed));
    const run1 = {
      seq: 1,
      workflowId: 'w',
      runId: 'r',
      state: 'success',
      trigger: null,
      result: 'success',
      startedAt: '2026-03-01T12:00:00Z',
      endedAt: null,
      durationMs: 5,
      bytes: null,
    };
    api.on(`GET ${JOBS}/debian/runs`, answerJson({ items: [run1] }));
    api.on(`GET ${JOBS}/debian/log`, (response) => void response.end('line 1\n\u001b]0;x\u0007line 2\n'));
    expect((await run('mirror', 'get', 'debian')).stdout).toContain('Last error   DiskFull: would delete');
    expect((await run('mirror', 'get', 'debian', '-o', 'yaml')).stdout).toContain('kind: Job\n');
    expect(JSON.parse((await run('mirror', 'runs', 'debian', '-o', 'json')).stdout)).toEqual({ items: [run1] });
    expect((await run('mirror', 'logs', 'debian', '--tail', '2')).stdout).toBe('line 1\n\ufffd]0;x\ufffdline 2\n');
    expect(api.received.at(-1)?.url).toBe(`${JOBS}/debian/log?tail=2`);
  });
  test('a log that breaks off is no success', async () => {
    api.on(`GET ${JOBS}/debian/log`, (response) => {
      sendEvent(response, 'log', { text: 'half\n' });
      setImmediate(() => response.destroy());
    });
    expect(await run('mirror', 'logs', 'debian', '-f')).toMatchObject({ code: 5, stdout: 'half\n' });
  });
});

describe('writing', () => {
  const created = answerJson(jobOf('debian'), 201);

  test('create by options', async () => {
    api.on(`POST ${JOBS}`, created);
    const { code, stdout } = await run(
      'mirror',
      'create',
      'debian',
      '--upstream',
      'h::m',
      '--exclude',
      '*.iso',
      '--exclude',
      'b',
      '--dry-run',
    );
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('is valid') as unknown });
    expect(api.received[0]).toMatchObject({
      url: `${JOBS}?dryRun=All`,
      body: { metadata: { name: 'debian' }, spec: { config: { upstream: 'h::m', exclude: ['*.iso', 'b'] } } },
    });
  });
  test('create from stdin', async () => {
    api.on(`POST ${JOBS}`, created);
    const manifest = 'apiVersion: mirror.durasync.dev/v1\nkind: Job\nmetadata: {name: debian}\nspec: {}\n';
    const { code } = await startCli(api.url, ['mirror', 'create', '-f', '-'], { stdin: manifest }).ended;
    expect(code).toBe(0);
    expect(api.received[0]?.body).toMatchObject({ metadata: { name: 'debian', namespace: 'default' } });
  });
  test('delete asks, and refuses where nobody can answer', async () => {
    api.on(`DELETE ${JOBS}/debian`, (response) => void response.writeHead(202).end());
    expect(await run('mirror', 'delete', 'debian')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes') as unknown,
    });
    expect(api.received).toHaveLength(0);
    expect((await run('mirror', 'delete', 'debian', '--yes', '--wait')).stdout).toBe('debian: deleted.\n');
  });
});

test('completion knows the mirrors', async () => {
  api.on(`GET ${JOBS}`, answerJson({ items: [jobOf('debian'), jobOf('ubuntu')] }));
  expect((await run('__complete', '--', 'mirror', 'start', 'de')).stdout).toBe('debian\n');
});

test('a reader that leaves early is no error', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => jobOf(`job-${index}`));
  api.on(`GET ${JOBS}`, answerJson({ items: many }));
  const { child, ended } = startCli(api.url, ['mirror', 'list', '-o', 'json']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

test('the installed program starts', async () => {
  const { code, stdout } = await startCli(api.url, ['version'], { entry: SHIM }).ended;
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^durasync \d/) as unknown });
});
