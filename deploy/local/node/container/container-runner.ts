import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../controllers/objects/pod.ts';
import type { ContainerState, ContainerStatus } from '../../controllers/objects/pod-status.ts';
import { rfc3339 } from '../../controllers/objects/rfc3339.ts';
import type { LogWriter } from '../logs/log-writer.ts';
import { runProbes } from '../probes/container-probes.ts';
import type { EventNote } from '../registration/event-recorder.ts';
import { startProcess, type ContainerProcess, type Exit } from './container-process.ts';
import { nextBackoff, NO_BACKOFF, shouldRestart, type BackoffLimits } from './crash-backoff.ts';
import type { ContainerLogs } from './container-logs.ts';
import type { Launch } from './launch.ts';
import { OutputTaps } from './output-taps.ts';
import { commandMark, type ProcessIdentity } from './process-table.ts';
import { runCommand } from './run-command.ts';
import { containerStatus, resumeState, terminated, type RunState } from './run-state.ts';
import { waitingReason } from './waiting-reason.ts';

/** What a runner is told about and may ask for. */
export interface RunnerDeps {
  readonly container: Container;
  readonly policy: 'Always' | 'OnFailure' | 'Never';
  readonly graceMs: number;
  readonly podIP: string;
  readonly backoff: BackoffLimits;
  readonly before: ContainerStatus | undefined;
  readonly logs: ContainerLogs;
  /** Resolves the command and environment afresh for each start; rejects while something is missing. */
  readonly prepare: () => Promise<Launch>;
  /** Remembers a run before and after its start, so that what it leaves behind can be found. */
  readonly remember: (id: string, identity?: ProcessIdentity) => Promise<void>;
  readonly forget: (id: string) => Promise<void>;
  readonly onChange: () => void;
  readonly event: (note: EventNote) => void;
}

/** A container that runs now. */
export interface RunningContainer {
  readonly id: string;
  readonly launch: Launch;
  /** What it prints from now on. */
  readonly taps: OutputTaps;
  readonly exited: Promise<Exit>;
}

/** Everything for one run. */
interface PreparedRun extends Launch {
  readonly id: string;
  readonly log: LogWriter;
}

const PREPARE_RETRY_MS = 2_000;

/** Runs one container: starts it, probes it, and starts it again as its restart policy says. */
export class ContainerRunner {
  readonly #deps: RunnerDeps;
  readonly #stopping = new AbortController();
  readonly #over: Exit | undefined;
  #run: RunState;
  #process: ContainerProcess | undefined;
  #running: RunningContainer | undefined;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    const { run, over } = resumeState(deps.before, deps.policy, rfc3339());
    this.#run = run;
    this.#over = over;
  }

  get name(): string {
    return this.#deps.container.name;
  }

  get status(): ContainerStatus {
    return containerStatus(this.#deps.container, this.#run);
  }

  /** The present run; undefined while there is none. */
  get running(): RunningContainer | undefined {
    return this.#running;
  }

  get logs(): ContainerLogs {
    return this.#deps.logs;
  }

  /** Runs until the container has ended for good or is stopped. @returns its last exit, or undefined if it never ran */
  async run(): Promise<Exit | undefined> {
    if (this.#over) return this.#over;
    let backoff = NO_BACKOFF;
    for (;;) {
      const launch = await this.#prepare();
      if (!launch) return undefined;
      const startedAt = Date.now();
      const exit = await this.#runOnce(launch);
      if (this.#stopping.signal.aborted || !shouldRestart(this.#deps.policy, exit.exitCode)) return exit;
      const { wait, next } = nextBackoff(backoff, Date.now() - startedAt, this.#deps.backoff);
      backoff = next;
      await this.#waitForRestart(wait);
    }
  }

  /** SIGTERM, then SIGKILL after the grace; resolves when no process is left. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    if (this.#process) await this.#end(this.#process, graceMs);
  }

  /** Waits until everything the container names exists and there is room for its log. */
  async #prepare(): Promise<PreparedRun | undefined> {
    const { prepare, logs, remember } = this.#deps;
    while (!this.#stopping.signal.aborted) {
      try {
        const launch = await prepare();
        const id = randomBytes(16).toString('hex');
        const log = await logs.open(this.#run.restartCount);
        await remember(id);
        return { ...launch, id, log };
      } catch (error) {
        const { reason, message } = waitingReason(error);
        this.#set({ state: { waiting: { reason, message } } });
        this.#tell('Warning', reason === 'ErrImagePull' ? 'Failed' : reason, message);
        await this.#pause(PREPARE_RETRY_MS);
      }
    }
    return undefined;
  }

  async #runOnce(launch: PreparedRun): Promise<Exit> {
    const { id, log, argv, env, cwd, scratch } = launch;
    const containerID = `local://${id}`;
    const taps = new OutputTaps();
    const onOutput = (stream: 'stdout' | 'stderr', chunk: Buffer): void => {
      log.push(stream, chunk);
      taps.push(stream, chunk);
    };
    const process = await startProcess({ id, argv, env, cwd, scratch, onOutput });
    this.#process = process;
    this.#running = { id, launch, taps, exited: process.exited };
    // The mark is on disk already; the process number only helps to find what hides its mark.
    await this.#deps.remember(id, process.identity).catch(() => undefined);
    const startedAt = rfc3339();
    this.#set({ state: { running: { startedAt } }, ready: false, started: false, containerID });
    this.#tell('Normal', 'Started', `Started container ${this.name}`);
    // A stop that came while the process was being started has not seen it.
    if (this.#stopping.signal.aborted) void this.#end(process, this.#deps.graceMs);
    const probes = new AbortController();
    const probing = this.#probe(launch, process, probes.signal);
    const exit = await process.exited;
    probes.abort();
    await probing;
    this.#process = undefined;
    this.#running = undefined;
    log.close();
    await this.#deps.forget(id).catch(() => undefined);
    const ended = terminated(exit, { startedAt, finishedAt: rfc3339(), containerID });
    this.#set({ state: { terminated: ended }, ready: false, started: false });
    return exit;
  }

  #probe(launch: PreparedRun, process: ContainerProcess, signal: AbortSignal): Promise<void> {
    const { container, podIP } = this.#deps;
    const exec = ([program = '', ...rest]: readonly string[], timeoutMs: number): ReturnType<typeof runCommand> => {
      const argv: [string, ...string[]] = [launch.resolve(program), ...rest.map(launch.resolve)];
      // A mark of its own, so that ending the check never ends the container.
      const { env, cwd, scratch } = launch;
      return runCommand({ id: commandMark(launch.id, 'probe'), argv, env, cwd, scratch }, timeoutMs);
    };
    const listener = {
      onStarted: () => this.#set({ started: true }),
      onReady: (ready: boolean) => this.#set({ ready }),
      onUnhealthy: (kind: string, message: string) =>
        this.#tell('Warning', 'Unhealthy', `${kind.charAt(0).toUpperCase()}${kind.slice(1)} probe failed: ${message}`),
      onFailed: (kind: string) => {
        this.#tell('Normal', 'Killing', `Container ${this.name} failed ${kind} probe, will be restarted`);
        void this.#end(process, this.#deps.graceMs);
      },
    };
    return runProbes({ container, podIP, exec }, listener, signal);
  }

  async #end(process: ContainerProcess, graceMs: number): Promise<void> {
    if (graceMs > 0) process.terminate();
    const timer = setTimeout(() => void process.kill(), graceMs);
    await process.exited;
    clearTimeout(timer);
  }

  async #waitForRestart(ms: number): Promise<void> {
    const lastState: ContainerState = this.#run.state;
    const message = `back-off ${ms / 1000}s restarting failed container=${this.name}`;
    if (ms > 0) {
      this.#set({ state: { waiting: { reason: 'CrashLoopBackOff', message } }, lastState });
      this.#tell('Warning', 'BackOff', `Back-off restarting failed container ${this.name}`);
      await this.#pause(ms);
    }
    if (this.#stopping.signal.aborted) return;
    this.#set({ lastState, restartCount: this.#run.restartCount + 1 });
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #set(change: Partial<RunState>): void {
    this.#run = { ...this.#run, ...change };
    this.#deps.onChange();
  }

  #tell(type: EventNote['type'], reason: string, message: string): void {
    this.#deps.event({ type, reason, message, container: this.name });
  }
}
