import { spawn, type ChildProcess } from 'node:child_process';
import type { RsyncExit } from './classify-exit.ts';
import { LOCK_BUSY } from './exit-codes.ts';
import { OutputPipe } from './output-pipe.ts';
import { TailBuffer } from './tail-buffer.ts';

const STDERR_TAIL = 16 * 1024;
/** How long to wait for processes that even SIGKILL has not ended, e.g. on a dead file server. */
const AFTER_KILL_MS = 30_000;

/** Login of the upstream; the password goes to rsync by its standard input only. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface RsyncRun {
  readonly args: readonly string[];
  readonly lockFile: string;
  /** Named pipe for rsync's output. */
  readonly pipe: string;
  readonly credentials?: Credentials | undefined;
  readonly signal: AbortSignal;
  /** Time between SIGTERM and SIGKILL, milliseconds. */
  readonly killGraceMs: number;
  readonly onOutput: (chunk: Buffer) => void;
  readonly onError: (chunk: Buffer) => void;
  readonly onStart: (pid: number | undefined) => void;
}

/**
 * Runs rsync under the volume's lock, in a process group of its own, until all of it has ended.
 * When `signal` aborts, the group gets SIGTERM, so that rsync keeps what it has of a file, and SIGKILL after the grace.
 * @returns how it ended; the code is LOCK_BUSY when somebody else holds the lock
 */
export async function runRsync(run: RsyncRun): Promise<RsyncExit> {
  const tail = new TailBuffer(STDERR_TAIL);
  const pipe = new OutputPipe(run.pipe, run.onOutput);
  try {
    const child = start(run, pipe.writeFd);
    pipe.start();
    run.onStart(child.pid);
    child.stderr?.on('data', (chunk: Buffer) => {
      tail.push(chunk);
      run.onError(chunk);
    });
    const [code, signal] = await ended(child, run);
    pipe.finish();
    return { code, signal, stderr: tail.toString() };
  } finally {
    pipe.finish();
  }
}

/**
 * setpriv lets rsync end with the worker, by SIGTERM, so that it keeps the part of the file it is at; flock's lock is
 * inherited by all processes of rsync, so that whatever outlives the worker still holds it.
 * The password is readable once, by whoever reads the standard input first: neither the environment, which the user's
 * other processes can read for as long as rsync runs, nor a file holds it.
 */
function start(run: RsyncRun, stdout: number): ChildProcess {
  const lock = [
    'flock',
    '--no-fork',
    '--exclusive',
    '--nonblock',
    '--conflict-exit-code',
    String(LOCK_BUSY),
    run.lockFile,
  ];
  const { credentials } = run;
  const login = credentials ? ['--password-file=-'] : [];
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', ...lock, 'rsync', ...login, ...run.args], {
    cwd: '/',
    detached: true,
    env: environment(credentials),
    stdio: [credentials ? 'pipe' : 'ignore', stdout, 'pipe'],
  });
  // rsync may end without asking for it.
  child.stdin?.on('error', () => undefined).end(credentials && `${credentials.password}\n`);
  return child;
}

function environment(credentials: Credentials | undefined): NodeJS.ProcessEnv {
  const { PATH, RSYNC_PROXY, TZ } = process.env;
  return {
    PATH,
    LC_ALL: 'C',
    // popt would read option aliases from there.
    HOME: '/nonexistent',
    ...(TZ && { TZ }),
    ...(RSYNC_PROXY && { RSYNC_PROXY }),
    // Without a login rsync would ask for a password on the terminal.
    ...(credentials ? { USER: credentials.username } : { RSYNC_PASSWORD: '' }),
  };
}

type Ending = [code: number | null, signal: NodeJS.Signals | null];

/** `close` comes when every process that holds the standard error has gone, not only the first. */
function ended(child: ChildProcess, run: RsyncRun): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const timers: NodeJS.Timeout[] = [];
    const finish = (ending: Ending): void => {
      timers.forEach((timer) => clearTimeout(timer));
      run.signal.removeEventListener('abort', stop);
      resolve(ending);
    };
    const stop = (): void => {
      signalGroup(child, 'SIGTERM');
      timers.push(setTimeout(() => signalGroup(child, 'SIGKILL'), run.killGraceMs));
      // What cannot die still holds the lock, which keeps the next attempt away.
      timers.push(setTimeout(() => finish([null, 'SIGKILL']), run.killGraceMs + AFTER_KILL_MS));
    };
    child.once('error', reject);
    child.once('close', (code: number | null, signal: NodeJS.Signals | null) => finish([code, signal]));
    run.signal.addEventListener('abort', stop, { once: true });
    if (run.signal.aborted) stop();
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
