import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = new URL('../../../../apiserver/main.ts', import.meta.url).pathname;

/** The server as a process of its own. */
export type ServerProcess = {
  readonly url: string;
  /** What it logged so far, line by line. */
  readonly log: readonly string[];
  /** By SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
};

/** Starts the server on a free port. @throws Error with what it said, if it ends instead */
export async function startProcess(flags: readonly string[]): Promise<ServerProcess> {
  const child = spawnServer(['--port=0', ...flags]);
  const log: string[] = [];
  const lines = createInterface({ input: child.stderr ?? process.stdin });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      log.push(line);
      if (line.includes('"serving"')) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('close', () => reject(new Error(log.join('\n'))));
  });
  return { url, log, stop: () => stop(child) };
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Longer than any start takes that fails. */
const END_MS = 25_000;

/** Runs the server with flags that let it not start. One that does not end is killed; its code is null. */
export async function runToEnd(flags: readonly string[]): Promise<Ended> {
  const child = spawnServer(flags);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await once(child, 'close');
  clearTimeout(timer);
  return { code: child.exitCode, ...output };
}

/** Stops the servers that still run: a test that fails leaves them. */
export async function stopProcesses(): Promise<void> {
  await Promise.all([...running].map(stop));
}

const running = new Set<ChildProcess>();

function spawnServer(flags: readonly string[]): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', MAIN, ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
  return child.exitCode;
}
