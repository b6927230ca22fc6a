import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { makeOutputPipes } from './output-pipes.ts';
import { CONTAINER_ID_VARIABLE, identify, killAll, sendSignal, type ProcessIdentity } from './process-table.ts';

const DRAIN_MS = 5_000;

/** Everything needed to run a container once. */
export interface ProcessSpec {
  /** Random and unique; marks all its processes. */
  readonly id: string;
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Existing folder for the names of its pipes; the host's temporary folder unless told. */
  readonly scratch?: string;
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

export interface Exit {
  /** 128 + signal when a signal ended it, 127 or 126 when it could not start. */
  readonly exitCode: number;
  readonly signal?: number;
  readonly message?: string;
}

/** A started container. */
export interface ContainerProcess {
  readonly identity: ProcessIdentity | undefined;
  /** Resolves once the main process and all it left behind are gone and its output has been read. */
  readonly exited: Promise<Exit>;
  /** SIGTERM to the main process's group. */
  terminate(): void;
  /** SIGKILL to every process of the container. */
  kill(): Promise<void>;
}

/**
 * Starts a container as a process in a session of its own. The kernel kills it when this process dies
 * (`setpriv --pdeathsig`); its children are found by their mark, at its end or at the next start of the node.
 */
export async function startProcess(spec: ProcessSpec): Promise<ContainerProcess> {
  const { stdout, stderr, remove } = await makeOutputPipes(spec.scratch ?? tmpdir());
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...spec.argv], {
    cwd: spec.cwd,
    env: { ...spec.env, [CONTAINER_ID_VARIABLE]: spec.id },
    detached: true,
    stdio: ['ignore', stdout.writeFd, stderr.writeFd],
  });
  for (const pipe of [stdout, stderr]) pipe.handOver();
  stdout.output.on('data', (chunk: Buffer) => spec.onOutput('stdout', chunk));
  stderr.output.on('data', (chunk: Buffer) => spec.onOutput('stderr', chunk));
  const ended = exitOf(child);
  const identity = child.pid === undefined ? undefined : await identify(child.pid);
  const kill = async (): Promise<void> => {
    await killAll({ ids: new Set([spec.id]), leaders: identity ? [identity] : [] });
  };
  return {
    identity,
    exited: settle([stdout.output, stderr.output], ended, kill).finally(remove),
    terminate: () => child.pid !== undefined && child.exitCode === null && sendSignal(-child.pid, 'SIGTERM'),
    kill,
  };
}

/** As in a container, the end of the main process is the end of all others; then their ends of the pipes close. */
async function settle(outputs: readonly Socket[], ended: Promise<Exit>, kill: () => Promise<void>): Promise<Exit> {
  const exit = await ended;
  await kill();
  await Promise.all(outputs.map(drained));
  return exit;
}

/** Bounded: a process in uninterruptible sleep may hold its end open for long. */
async function drained(output: Socket): Promise<void> {
  if (output.closed) return;
  await once(output, 'close', { signal: AbortSignal.timeout(DRAIN_MS) }).catch(() => output.destroy());
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: 127, message: error.message }));
    child.once('exit', (code, signal) => {
      if (signal === null) return resolve({ exitCode: code ?? 0 });
      const number = constants.signals[signal];
      resolve({ exitCode: 128 + number, signal: number });
    });
  });
}
