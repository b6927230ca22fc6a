import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isTrue } from '../../../deploy/local/controllers/objects/conditions.ts';
import type { Pod } from '../../../deploy/local/controllers/objects/pod.ts';
import { resolveKubectl, silentProgress, type ApiServerKind } from '../../../deploy/local/toolchain/index.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import { until } from '../../support/until.ts';
import { startLocalCluster, type LocalCluster } from './local-cluster.ts';
import { pod } from './objects.ts';

const KINDS: readonly ApiServerKind[] = ['kube-apiserver', 'durasync'];
const SETUP_MS = 10 * 60_000;
const COMMAND_MS = 30_000;
const namespace = 'default';

/** Prints when it is told to, and serves its address. */
const MAIN = 'echo started; while sleep 0.2; do test -e /data/say && cat /data/say && rm /data/say; done';

/** What tar says of every path, and kubectl where a stream's first message, which is empty, comes before it expects one. */
const NOISE = /^(tar: Removing leading|E\d+ .*Unknown stream id \d+, discarding message).*\n/gm;

describe.each(KINDS)('kubectl on %s', (kind) => {
  let cluster: LocalCluster;
  let binary: string;
  let dir: string;
  let podIP: string;
  const children = new Set<ChildProcess>();

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'streams-test-'));
    binary = await resolveKubectl({ env: process.env, progress: silentProgress });
    cluster = await startLocalCluster(kind);
    await cluster.startNode();
    await until('the default service account', () =>
      cluster.client.get(core.serviceAccounts, { namespace, name: 'default' }),
    );
    const main = {
      args: [MAIN],
      env: [{ name: 'WORD', value: 'a b' }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    };
    const spec = { terminationGracePeriodSeconds: 0, volumes: [{ name: 'data', emptyDir: {} }] };
    await cluster.client.create(core.pods, pod(namespace, 'web', main, spec));
    podIP = await until('the pod to run', async () => {
      const { status } = await cluster.client.get<Pod>(core.pods, { namespace, name: 'web' });
      return isTrue(status?.conditions, 'Ready') && status?.podIP;
    });
  }, SETUP_MS);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await cluster?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  type Output = { readonly code: number; readonly stdout: string; readonly stderr: string };

  const start = (...args: string[]): ChildProcess => {
    const env = { PATH: process.env['PATH'], HOME: dir, KUBECONFIG: cluster.kubeconfig };
    const child = spawn(binary, args, { env, stdio: 'pipe', timeout: COMMAND_MS });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };

  /** Runs kubectl to its end, with what it is told. Its stderr is without what it logs of streams it is not ready for. */
  async function kubectl(args: string[], input: string | Buffer = ''): Promise<Output> {
    const child = start(...args);
    const texts = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('latin1').on('data', (text: string) => (texts.stdout += text));
    child.stderr?.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    const [code] = (await once(child, 'close')) as [number];
    return { code, stdout: texts.stdout, stderr: texts.stderr.replaceAll(NOISE, '') };
  }

  const exec = (command: string[], input?: string | Buffer): Promise<Output> =>
    kubectl(['exec', ...(input === undefined ? [] : ['-i']), 'web', '--', ...command], input);

  /** Numbers of processes that were started with this word in their environment. */
  async function processesWith(word: string): Promise<string[]> {
    const found: string[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (text.includes(word)) found.push(pid);
    }
    return found;
  }

  test('exec runs a command with the environment and volumes of the container, and no shell between', async () => {
    expect(await exec(['printenv', 'WORD'])).toEqual({ code: 0, stdout: 'a b\n', stderr: '' });
    expect(await exec(['echo', '$(WORD) $$ `id` ; exit 3'])).toMatchObject({ stdout: '$(WORD) $$ `id` ; exit 3\n' });
    await exec(['sh', '-c', 'echo here > /data/file']);
    expect((await exec(['cat', '/data/file'])).stdout).toBe('here\n');
  });

  test('exit codes and both outputs arrive, each by its own', async () => {
    const { code, stdout, stderr } = await exec(['sh', '-c', 'echo out; echo err >&2; exit 42']);
    expect({ code, stdout }).toEqual({ code: 42, stdout: 'out\n' });
    expect(stderr).toMatch(/^err\ncommand terminated with exit code 42\n$/);
    expect(await exec(['no-such-program'])).toMatchObject({ code: 127 });
  });

  test('input goes to its end and no further, a megabyte as well as nothing', async () => {
    const big = Buffer.alloc(1024 * 1024, 'abcdefgh');
    const { stdout } = await exec(['sha256sum', '/dev/stdin'], big);
    const sum = await exec(['sh', '-c', 'yes abcdefgh | tr -d "\\n" | head -c 1048576 | sha256sum']);
    expect(stdout.slice(0, 64)).toBe(sum.stdout.slice(0, 64));
    expect((await exec(['wc', '-c'], '')).stdout.trim()).toBe('0');
    expect((await exec(['head', '-c', '3'], big)).stdout).toBe('abc');
  });

  test('output of ten megabytes is whole', async () => {
    const { code, stdout } = await exec(['sh', '-c', 'yes abcdefg | head -c 10000000']);
    expect({ code, length: stdout.length }).toEqual({ code: 0, length: 10_000_000 });
  });

  test('a command ends with its client', async () => {
    const word = `61${Date.now() % 100_000}`;
    const child = start('exec', 'web', '--', 'sh', '-c', `sleep ${word} & sleep ${word}`);
    await until('both to run', async () => (await processesWith(`sleep\0${word}`)).length === 2);
    child.kill('SIGKILL');
    await until('none to be left', async () => (await processesWith(`sleep\0${word}`)).length === 0);
  });

  test('exec says why it cannot', async () => {
    const { code, stderr } = await kubectl(['exec', 'web', '-c', 'other', '--', 'true']);
    expect(code).toBe(1);
    expect(stderr).toContain('container other is not valid for pod web');
  });

  test('cp copies a tree into a volume and back', async () => {
    await writeFile(path.join(dir, 'small'), 'small file\n');
    await writeFile(path.join(dir, 'big'), Buffer.alloc(3_000_000, 'x'));
    for (const name of ['small', 'big']) {
      expect(await kubectl(['cp', path.join(dir, name), `web:/data/${name}`])).toMatchObject({ code: 0, stderr: '' });
      const back = path.join(dir, `${name}-back`);
      expect(await kubectl(['cp', `web:/data/${name}`, back])).toMatchObject({ code: 0, stderr: '' });
      expect((await readFile(back)).equals(await readFile(path.join(dir, name)))).toBe(true);
    }
  });

  test('attach shows what the container prints from then on', async () => {
    const child = start('attach', 'web');
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await until('what it says to arrive', async () => {
      // Again and again: nothing tells when it is attached.
      await exec(['sh', '-c', 'echo heard > /data/new && mv /data/new /data/say']);
      return text.includes('heard');
    });
    child.kill('SIGKILL');
  });

  test('port-forward passes connections on, several at once, and tells what is refused', async () => {
    const server = createServer((request, response) => {
      request.pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, podIP, resolve));
    const { port } = server.address() as AddressInfo;
    const child = start('port-forward', 'pod/web', `:${port}`, ':9');
    const locals = await forwardedPorts(child, 2);
    const body = 'z'.repeat(300_000);
    const post = async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${locals[0]}/`, { method: 'POST', body })).text();
    const answers = await Promise.all([post(), post(), post()]);
    expect(answers.map((answer) => answer === body)).toEqual([true, true, true]);
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const refused = connect(locals[1] ?? 0, '127.0.0.1');
    refused.on('error', () => undefined);
    await once(refused, 'close');
    await until('the refusal to be told', async () => complaint.includes('error forwarding port 9 to pod'));
    child.kill('SIGKILL');
    server.close();
    server.closeAllConnections();
  });

  test('commands at the same time do not meddle with each other, and none is left', async () => {
    const run = promisifyExec(binary, { HOME: dir, KUBECONFIG: cluster.kubeconfig, PATH: process.env['PATH'] ?? '' });
    for (let round = 0; round < 5; round++) {
      const outputs = await Promise.all(Array.from({ length: 4 }, () => run(['exec', 'web', '--', 'echo', 'x'])));
      expect(outputs).toEqual(Array.from({ length: 4 }, () => 'x\n'));
    }
    expect(await processesWith('setpriv\0--pdeathsig\0KILL\0--\0echo')).toEqual([]);
  });
});

/** The local ports kubectl says it forwards, once it has named so many. */
function forwardedPorts(child: ChildProcess, count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const ports = [...text.matchAll(/Forwarding from 127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
      if (ports.length === count) resolve(ports);
    });
    child.once('exit', () => reject(new Error('port-forward ended')));
  });
}

const promisifyExec =
  (binary: string, env: Record<string, string>) =>
  (args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(binary, args, { env, timeout: COMMAND_MS }, (error, stdout) =>
        error ? reject(new Error(error.message)) : resolve(stdout),
      );
    });
