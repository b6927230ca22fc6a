import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

/** One pipe: the end to read here, and the file descriptor of the end for a child. */
export interface OutputPipe {
  readonly output: Socket;
  readonly writeFd: number;
  /** Closes the child's end in this process, so that the output ends with the child. */
  readonly handOver: () => void;
}

/** The other way round: the end to write here, and the one to read for a child. */
export interface InputPipe {
  readonly input: Socket;
  readonly readFd: number;
  readonly handOver: () => void;
}

/** Standard streams of one process. */
export interface StandardPipes {
  /** Absent unless asked for. */
  readonly stdin?: InputPipe;
  readonly stdout: OutputPipe;
  readonly stderr: OutputPipe;
  /** Takes their names away; call it when the process has ended. Never throws. */
  readonly remove: () => Promise<void>;
}

const MAKE_MS = 10_000;

type Names = [string, string, string];

/**
 * Makes pipes for standard input, output and error as a container runtime does. Node's own are socket pairs, which a program
 * cannot open again as /dev/stdout or /dev/stderr (ENXIO, see unix(7)): its log file would stay empty. They keep their
 * names while the process runs, because rsync 3.5 goes by what /proc/self/fd/2 says instead of opening it.
 * @param folder where the names lie
 */
export async function makeStandardPipes(folder: string, withInput: boolean): Promise<StandardPipes> {
  const own = await mkdtemp(path.join(folder, 'output-'));
  const remove = (): Promise<void> => rm(own, { recursive: true, force: true }).catch(() => undefined);
  try {
    const [stdin, stdout, stderr] = ['stdin', 'stdout', 'stderr'].map((name) => path.join(own, name)) as Names;
    const names = withInput ? [stdin, stdout, stderr] : [stdout, stderr];
    await promisify(execFile)('mkfifo', ['-m', '600', '--', ...names], { timeout: MAKE_MS });
    const output = { stdout: openPipe(stdout), stderr: openPipe(stderr), remove };
    return withInput ? { ...output, stdin: openInput(stdin) } : output;
  } catch (error) {
    await remove();
    throw error;
  }
}

function openPipe(file: string): OutputPipe {
  const readFd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeFd = openSync(file, constants.O_WRONLY);
  return {
    output: new Socket({ fd: readFd, readable: true, writable: false }),
    writeFd,
    handOver: () => closeSync(writeFd),
  };
}

function openInput(file: string): InputPipe {
  // Opening either end alone would wait for the other, or fail.
  const bothFd = openSync(file, constants.O_RDWR);
  const readFd = openSync(file, constants.O_RDONLY);
  const writeFd = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  closeSync(bothFd);
  return {
    input: new Socket({ fd: writeFd, readable: false, writable: true }),
    readFd,
    handOver: () => closeSync(readFd),
  };
}
