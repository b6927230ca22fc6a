import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCli {
  readonly child: ChildProcess;
  readonly ended: Promise<CliRun>;
  /** What was written to stderr so far. */
  readonly stderr: () => string;
}

const ENTRY = resolve(import.meta.dirname, '../../../cli/main.ts');
export const SHIM = resolve(import.meta.dirname, '../../../cli/durasync.mjs');

/** Starts the CLI as a process of its own, with a token for the server. */
export function startCli(
  server: string,
  args: readonly string[],
  options: { readonly stdin?: string; readonly entry?: string } = {},
): StartedCli {
  const child = spawn(process.execPath, [options.entry ?? ENTRY, ...args], {
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', DURASYNC_SERVER: server, DURASYNC_TOKEN: 'secret' },
    timeout: 30_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(options.stdin ?? '');
  const ended = new Promise<CliRun>((done) => child.once('close', (code) => done({ code, stdout, stderr })));
  return { child, ended, stderr: () => stderr };
}
