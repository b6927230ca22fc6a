import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { consoleProgress, resolveKubectl } from '../../deploy/local/toolchain/index.ts';
import { environmentOf, processes } from '../support/processes/processes.ts';
import { command, succeed } from '../support/stack/command.ts';
import { until } from '../support/until.ts';

const CLI = resolve(import.meta.dirname, '../../cli/durasync.mjs');
const BUILT = resolve(import.meta.dirname, '../../dist/cli.js');
const START_MS = 120_000;
let home: string;
let kubectlPath: string;

/** `durasync up` as a person starts it, in a folder of its own. */
class Up {
  text = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor() {
    const env = { ...process.env, KUBECONFIG: '', TEMPORAL_ADDRESS: '', NO_COLOR: '1' };
    this.#child = spawn(process.execPath, [CLI, 'up'], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const { promise, resolve: end } = Promise.withResolvers<number | null>();
    this.#ended = promise;
    this.#child.once('exit', end);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
  }

  async ready(): Promise<void> {
    await until(
      'durasync up to be ready',
      () => /Ctrl-C stops/.test(this.text) || this.#child.exitCode !== null,
      START_MS,
    );
    if (this.#child.exitCode !== null) throw new Error(this.text);
  }

  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.#ended;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

const kubectl = (...args: string[]): Promise<string> =>
  succeed(kubectlPath, ['--kubeconfig', join(home, '.durasync/kubeconfig'), ...args]);

/** Number of its last run, by mirror. */
async function runs(): Promise<Record<string, number>> {
  const { items } = JSON.parse(await kubectl('get', 'mirrors', '-o', 'json')) as {
    items: { metadata: { name: string }; status: { runSeq: number } }[];
  };
  return Object.fromEntries(items.map(({ metadata, status }) => [metadata.name, status.runSeq]));
}

/** Processes that work in the folder, or were told of it. */
const leftBehind = (): string[] =>
  processes()
    .filter(
      ({ pid, argv }) => argv.some((word) => word.includes(home)) || environmentOf(pid, 'DATA_DIR')?.startsWith(home),
    )
    .map(({ argv }) => argv.join(' '));

/** What watches a process for the end of its parent ends a moment later. */
const untilNothingIsLeft = (): Promise<true> =>
  until('no process to be left behind', () => {
    const left = leftBehind();
    if (left.length > 0) throw new Error(left.join('; '));
    return true as const;
  });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'durasync-up-'));
  kubectlPath = await resolveKubectl({ env: process.env, progress: consoleProgress() });
}, 600_000);
afterAll(() => rm(home, { recursive: true, force: true }));

describe('durasync up', () => {
  let up: Up;
  let runsBefore: Record<string, number>;
  afterAll(() => up?.kill());

  test('tells where everything is, and the commands it names work as they are written', async () => {
    up = new Up();
    await up.ready();
    const ui = /UI (http:\S+)/.exec(up.text)?.[1] ?? '';
    const api = /description: (http:\S+)\)/.exec(up.text)?.[1] ?? '';
    for (const url of [ui, api]) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      expect([url, answer.status]).toEqual([url, 200]);
    }
    await kubectl('wait', '--for=jsonpath={.status.status}=success', 'mirror', '--all', '--timeout=60s');
    for (const line of up.text.match(/npx durasync .*/g) ?? []) {
      const { code, stderr } = await command(process.execPath, [CLI, ...line.split(' ').slice(2)], { cwd: home });
      expect({ line, code, stderr }).toMatchObject({ line, code: 0 });
    }
    expect(up.text.match(/npx durasync .*/g)).toHaveLength(2);
  }, 180_000);

  test('a second one on the same folder is refused while the first runs', async () => {
    const { code, stdout } = await command(process.execPath, [CLI, 'up'], { cwd: home });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('is running already') });
  });

  test('Ctrl-C ends it and leaves no process behind', async () => {
    await kubectl('delete', 'mirror', 'docs', '--timeout=60s');
    runsBefore = await runs();
    expect(await up.stop()).toBe(0);
    await untilNothingIsLeft();
  }, 90_000);

  test('the next start installs and builds nothing and goes on: same mirrors, same runs, no sample that was deleted', async () => {
    const { mtimeMs } = await stat(BUILT);
    up = new Up();
    await up.ready();
    expect(up.text).not.toMatch(/Installing|Downloading|Building (?!Durasync)/);
    expect(await stat(BUILT)).toMatchObject({ mtimeMs });
    expect(Object.keys(runsBefore)).toEqual(['images', 'packages']);
    expect(await runs()).toEqual(runsBefore);
    const { code } = await command(process.execPath, [CLI, 'mirror', 'start', 'images', '--wait'], { cwd: home });
    expect(code).toBe(0);
    expect(await kubectl('get', 'mirror', 'images', '-o', 'jsonpath={.status.runSeq}')).toBe(
      String((runsBefore['images'] ?? 0) + 1),
    );
    expect(await up.stop()).toBe(0);
    await untilNothingIsLeft();
  }, 180_000);
});

test('a cluster of the user’s that does not answer is told with what to do', async () => {
  const kubeconfig = join(home, 'nowhere.json');
  const config = {
    clusters: [{ name: 'a', cluster: { server: 'http://127.0.0.1:9' } }],
    users: [{ name: 'a', user: {} }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    'current-context': 'a',
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  const env = { KUBECONFIG: kubeconfig, TEMPORAL_ADDRESS: '' };
  const { code, stdout } = await command(process.execPath, [CLI, 'up', '--state-dir', join(home, 'other')], {
    cwd: home,
    env,
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/does not answer[\s\S]*What to do: unset KUBECONFIG/);
}, 90_000);
