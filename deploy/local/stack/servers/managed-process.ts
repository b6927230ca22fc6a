import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bindToParent } from './parent-death.ts';

/** How a process ended; both are null when it could not be started. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A server that runs as a child of this process. */
export type ManagedProcess = {
  readonly name: string;
  readonly pid: number;
  /** Settles when the server answers; rejects with the log's last lines when it ends or does not answer in time. */
  readonly ready: Promise<void>;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly exited: Promise<Exit>;
  /** Asks the server to stop, kills it after its grace period, resolves when it is gone. May be called again. */
  stop(): Promise<void>;
};

export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** stdout and stderr are appended here. */
  readonly logFile: string;
  /** Whether the server answers; a rejection counts as no. Asked again and again, so it must have its own time-out. */
  readonly isReady: () => Promise<boolean>;
  /** Milliseconds; default 60,000. */
  readonly readyTimeoutMs?: number;
  /** Milliseconds between TERM and KILL; default 10,000. */
  readonly stopGraceMs?: number;
};

const READY_POLL_MS = 50;
const LOG_TAIL_CHARS = 4_096;
const LOG_LINE_CHARS = 1_024;

/**
 * Starts a server in its own process group, so that a ^C meant for this process does not reach it. It dies with this
 * process. Await `ready` before use.
 */
export function startProcess(spec: ProcessSpec): ManagedProcess {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, 'a', 0o600);
  const bound = bindToParent(spec.command, spec.args);
  const child = spawn(bound.command, bound.args, {
    env: { ...process.env, ...spec.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  bound.watch(child);
  const exited = exitOf(child);
  const ready = untilReady(spec, exited);
  // Whoever only stops a server need not look at `ready`.
  ready.catch(() => undefined);
  return {
    name: spec.name,
    pid: child.pid ?? -1,
    ready,
    exited,
    stop: () => stop(child, exited, spec.stopGraceMs ?? 10_000),
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

async function untilReady(spec: ProcessSpec, exited: Promise<Exit>): Promise<void> {
  const timeoutMs = spec.readyTimeoutMs ?? 60_000;
  const deadline = Date.now() + timeoutMs;
  let ended: Exit | undefined;
  void exited.then((exit) => (ended = exit));
  while (Date.now() < deadline) {
    if (await spec.isReady().catch(() => false)) return;
    if (ended !== undefined) throw await failure(spec, `ended before it was ready (${describeExit(ended)})`);
    await delay(READY_POLL_MS);
  }
  throw await failure(spec, `did not answer within ${timeoutMs / 1_000} s`);
}

async function failure(spec: ProcessSpec, what: string): Promise<Error> {
  const log = await readFile(spec.logFile, 'utf8').catch(() => '');
  return new Error(`${spec.name} ${what}. The end of its log ${spec.logFile}:\n${endOf(log)}`);
}

/** The last lines; of a long one (a stack trace in JSON) its beginning, which says what happened. */
function endOf(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => (line.length > LOG_LINE_CHARS ? `${line.slice(0, LOG_LINE_CHARS)}…` : line));
  return lines.join('\n').slice(-LOG_TAIL_CHARS);
}

function describeExit(exit: Exit): string {
  if (exit.signal !== null) return `signal ${exit.signal}`;
  return exit.code === null ? 'it could not be started' : `exit code ${exit.code}`;
}

async function stop(child: ChildProcess, exited: Promise<Exit>, graceMs: number): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

/** Signals a detached child's whole group; one that has ended is fine. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended between the check and the signal.
  }
}
