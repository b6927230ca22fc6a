import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A command changed so that it ends when this process does. */
export type BoundCommand = {
  readonly command: string;
  readonly args: readonly string[];
  /** Call it with the started child. */
  watch(child: ChildProcess): void;
};

/**
 * Makes a command die with this process, even when this process is killed outright.
 *
 * On Linux the kernel does it (`setpriv --pdeathsig`); note that there "parent" is the thread that started the child,
 * so start servers from the main thread. Elsewhere a shell waits for the end of a pipe only this process holds open.
 * The signal is KILL in both: every server here survives it on disk, and nobody is left to follow up a TERM.
 */
export function bindToParent(command: string, args: readonly string[]): BoundCommand {
  const setpriv = process.platform === 'linux' ? findSetpriv() : undefined;
  if (setpriv === undefined) return { command, args, watch: watchWithShell };
  return { command: setpriv, args: ['--pdeathsig', 'KILL', '--', command, ...args], watch: () => undefined };
}

function findSetpriv(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'setpriv')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function watchWithShell(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -KILL "-$1" 2>/dev/null', 'watchdog', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.unref();
  child.once('exit', () => watchdog.kill('SIGKILL'));
}
