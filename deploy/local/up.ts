import { fileURLToPath } from 'node:url';
import { startStack } from './stack/start-stack.ts';
import { withFileLock } from './toolchain/file-lock.ts';
import { messageOf } from './toolchain/errors.ts';
import { consoleProgress, readApiServerKind } from './toolchain/index.ts';
import { stateDir } from './stack/state-dir.ts';
import type { SupervisorEvents } from './stack/supervise.ts';
import { welcome } from './welcome.ts';

export interface UpOptions {
  /** Folder for all state; `.durasync` in the current folder by default. */
  readonly stateDir?: string;
  /** Start the sample upstream and Jobs; default true. */
  readonly samples?: boolean;
}

const EXIT_USAGE = 2;
const ONLY_LINUX =
  'Without a cluster Durasync runs on Linux only, where its pods are processes of this machine.\n' +
  'What to do: set KUBECONFIG to a cluster with nodes, or start it on Linux (a virtual machine will do).';
const LOCK_WAIT_MS = 1_000;
const FORCE_AFTER_MS = 1_000;

/**
 * `durasync up`: starts the local stack, prints where it is, and runs until SIGINT, SIGTERM or SIGHUP.
 * @returns the exit code: 0 after a stop that was asked for, 1 when the start failed, 2 for a wrong setting
 */
export async function up(options: UpOptions = {}): Promise<number> {
  try {
    readApiServerKind(process.env);
  } catch (error) {
    say(messageOf(error));
    return EXIT_USAGE;
  }
  // Before anything is built: that takes minutes, in vain.
  if (process.platform !== 'linux' && !process.env['KUBECONFIG']) {
    say(ONLY_LINUX);
    return EXIT_USAGE;
  }
  const dir = stateDir(options.stateDir ?? '.durasync');
  const stopRequested = nextStopSignal();
  try {
    return await withFileLock(dir.lock, LOCK_WAIT_MS, () => runUntil(stopRequested, dir.root, options.samples ?? true));
  } catch (error) {
    const reason = messageOf(error);
    say(
      reason.includes('is still held by another process')
        ? `Durasync is running already on ${dir.root}. Stop that one, or choose another folder with --state-dir.`
        : `\nDurasync could not be started: ${reason}`,
    );
    return 1;
  }
}

async function runUntil(stopRequested: Promise<void>, path: string, samples: boolean): Promise<number> {
  const startedAt = performance.now();
  const progress = consoleProgress();
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const starting = startStack({ root, stateDir: path, samples, env: process.env, progress, events });
  const stack = await Promise.race([starting, stopRequested.then(() => null)]);
  if (stack === null) {
    say('\nStopping …');
    await starting.then((late) => late.stop()).catch(() => undefined);
    return 0;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  say(welcome({ stack, stateDir: path, cwd: process.cwd(), seconds }));
  await stopRequested;
  say('\nStopping …');
  await stack.stop();
  say('Stopped. State is kept; the next start goes on from here.');
  return 0;
}

/**
 * A second Ctrl-C ends this process at once, and the servers with it. Only Ctrl-C, and not in the same breath: a shell
 * and a parent process may both pass on the first signal.
 */
function nextStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (signal === 'SIGINT' && firstAt !== undefined && performance.now() - firstAt > FORCE_AFTER_MS)
          process.exit(130);
        firstAt ??= performance.now();
        resolve();
      });
    }
  });
}

const events: SupervisorEvents = {
  onCrash: (name, delayMs) => say(`${name} ended; it is started again in ${delayMs} ms.`),
  onFailedStart: (name, error, delayMs) =>
    say(`${name} did not start: ${error instanceof Error ? error.message : String(error)}\nNext try in ${delayMs} ms.`),
};

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
