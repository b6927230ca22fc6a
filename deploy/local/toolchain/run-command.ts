import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** Output kept of a command: enough for the last lines of an error, bounded for a build that talks much. */
const KEPT_OUTPUT_BYTES = 64 * 1024;

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** After this long the command's whole process group is killed. Milliseconds. */
  readonly timeoutMs: number;
};

/** How a command ended: its code (−1 when it could not be started, was killed or timed out) and its output's tail. */
export type RunResult = { readonly code: number; readonly output: string };

/**
 * Runs a command without a shell and collects stdout and stderr together.
 * Never throws: a missing command or a time-out is a result with code −1 and a sentence in its output.
 */
export function runCommand(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const append = (text: string): void => {
      output = (output + text).slice(-KEPT_OUTPUT_BYTES);
    };
    const kill = (): void => killGroup(child);
    process.once('exit', kill);
    const timer = setTimeout(() => {
      append(`\n${command} was still running after ${options.timeoutMs / 1000} s and was stopped`);
      kill();
    }, options.timeoutMs);
    const finish = (code: number): void => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve({ code, output });
    };
    child.stdout.setEncoding('utf8').on('data', append);
    child.stderr.setEncoding('utf8').on('data', append);
    child.once('error', (error) => {
      append(error.message);
      finish(-1);
    });
    child.once('close', (code) => finish(code ?? -1));
  });
}

/** Kills a detached child with all it started; a group that is already gone is fine. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** The last lines of a text, blank ones left out. */
export function lastLines(text: string, count = 15): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
