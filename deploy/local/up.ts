import { fileURLToPath } from 'node:url';
import { join, relative } from 'node:path';
import { startStack, type Stack } from './stack/start-stack.ts';
import { withFileLock } from './toolchain/file-lock.ts';
import { messageOf } from './toolchain/errors.ts';
import { consoleProgress, readApiServerKind } from './toolchain/index.ts';
import { stateDir } from './stack/state-dir.ts';
import type { SupervisorEvents } from './stack/supervise.ts';

export interface UpOptions {
  /** Folder for all state; `.durasync` in the current folder by default. */
  readonly stateDir?: string;
  /** Start the sample upstream and Jobs; default true. */
  readonly samples?: boolean;
}

const EXIT_USAGE = 2;
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
  say(welcome(stack, path, (performance.now() - startedAt) / 1_000));
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

function welcome(stack: Stack, path: string, seconds: number): string {
  const kubeconfig = relative(process.cwd(), stack.kubernetes.adminKubeconfig);
  const kubectl = stack.kubectl === 'kubectl' ? 'kubectl' : relative(process.cwd(), stack.kubectl);
  const lines = [
    '',
    `Durasync is ready after ${seconds.toFixed(1)} s.`,
    `  REST API      ${stack.apiUrl}   (description: ${stack.apiUrl}/openapi.json)`,
    `  Temporal      ${stack.temporal.address}${stack.temporal.uiUrl === null ? '' : `, UI ${stack.temporal.uiUrl}`}`,
    `  kubeconfig    ${kubeconfig}`,
    ...(stack.upstreamUrl === null ? [] : [`  sample data   ${stack.upstreamUrl}/`]),
    `  logs          ${join(relative(process.cwd(), path), 'logs')}`,
    '',
    'Try, in another terminal:',
    `  ${kubectl} --kubeconfig ${kubeconfig} get mirrors -A --watch`,
    '  npx durasync mirror start images --wait',
    '  npx durasync mirror logs packages',
    '',
    'Ctrl-C stops everything; nothing is lost.',
  ];
  return lines.join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
