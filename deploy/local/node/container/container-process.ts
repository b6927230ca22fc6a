import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { makeStandardPipes } from './standard-pipes.ts';
import { CONTAINER_ID_VARIABLE, identify, killAll, sendSignal, type ProcessIdentity } from './process-table.ts';

const DRAIN_MS = 5_000;

/** Everything needed to run a command. */
export interface CommandSpec {
  /** Random and unique; marks all its processes. */
  readonly id: string;
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Existing folder for the names of its pipes; the host's temporary folder unless told. */
  readonly scratch?: string;
  /** Whether something is to be said to it; default not. */
  readonly withInput?: boolean;
  /** How long its output may take to be read after its end, milliseconds; default 5 s. */
  readonly drainMs?: number;
}

/** Everything needed to run a container once. */
export interface ProcessSpec extends CommandSpec {
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

/** A started command, whose output the caller has to read. */
export interface CommandProcess extends ContainerProcess {
  readonly stdin: Socket | undefined;
  readonly stdout: Socket;
  readonly stderr: Socket;
}

/** Starts a container; see startCommand. */
export async function startProcess(spec: ProcessSpec): Promise<ContainerProcess> {
  const command = await startCommand(spec);
  command.stdout.on('data', (chunk: Buffer) => spec.onOutput('stdout', chunk));
  command.stderr.on('data', (chunk: Buffer) => spec.onOutput('stderr', chunk));
  return command;
}

/**
 * Starts a process in a session of its own. The kernel kills it when this process dies
 * (`setpriv --pdeathsig`); its children are found by their mark, at its end or at the next start of the node.
 */
export async function startCommand(spec: CommandSpec): Promise<CommandProcess> {
  const pipes = await makeStandardPipes(spec.scratch ?? tmpdir(), spec.withInput ?? false);
  const { stdin, stdout, stderr, remove } = pipes;
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...spec.argv], {
    cwd: spec.cwd,
    env: { ...spec.env, [CONTAINER_ID_VARIABLE]: spec.id },
    detached: true,
    stdio: [stdin?.readFd ?? 'ignore', stdout.writeFd, stderr.writeFd],
  });
  for (const pipe of [stdin, stdout, stderr]) pipe?.handOver();
  // A command that does not read to the end is no mistake.
  stdin?.input.on('error', () => undefined);
  const ended = exitOf(child);
  const identity = child.pid === undefined ? undefined : await identify(child.pid);
  const kill = async (): Promise<void> => {
    await killAll({ ids: new Set([spec.id]), leaders: identity ? [identity] : [] });
  };
  return {
    identity,
    stdin: stdin?.input,
    stdout: stdout.output,
    stderr: stderr.output,
    exited: settle({ outputs: [stdout.output, stderr.output], drainMs: spec.drainMs ?? DRAIN_MS }, ended, kill).finally(
      () => {
        stdin?.input.destroy();
        return remove();
      },
    ),
    terminate: () => child.pid !== undefined && child.exitCode === null && sendSignal(-child.pid, 'SIGTERM'),
    kill,
  };
}

/** As in a container, the end of the main process is the end of all others; then their ends of the pipes close. */
async function settle(
  { outputs, drainMs }: { outputs: readonly Socket[]; drainMs: number },
  ended: Promise<Exit>,
  kill: () => Promise<void>,
): Promise<Exit> {
  const exit = await ended;
  await kill();
  await Promise.all(outputs.map((output) => drained(output, drainMs)));
  return exit;
}

/** Bounded: a process in uninterruptible sleep may hold its end open for long. */
async function drained(output: Socket, ms: number): Promise<void> {
  if (output.closed) return;
  await once(output, 'close', { signal: AbortSignal.timeout(ms) }).catch(() => output.destroy());
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
