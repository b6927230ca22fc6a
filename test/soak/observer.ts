import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { until } from '../support/until.ts';
import type { Told, ToldCache, ToldEvent, ToldRestart } from './told.ts';

/** A process with informers in it, and what it told. */
export class Observer {
  readonly #child: ChildProcess;
  readonly #informers: number;
  readonly #events: ToldEvent[] = [];
  readonly #restarts: ToldRestart[] = [];
  #caches: ToldCache[] = [];

  /** @param informers how many are in it */
  constructor(
    command: readonly string[],
    { informers, env, logFile }: { informers: number; env: Readonly<Record<string, string>>; logFile: string },
  ) {
    const [program = '', ...args] = command;
    const options = { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', openSync(logFile, 'a')] as const };
    this.#child = spawn(program, args, { ...options, stdio: [...options.stdio] });
    this.#informers = informers;
    if (!this.#child.stdout) throw new Error('no pipe');
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(JSON.parse(line) as Told));
  }

  /** What was told since the last call. */
  take(): { readonly events: readonly ToldEvent[]; readonly restarts: readonly ToldRestart[] } {
    return { events: this.#events.splice(0), restarts: this.#restarts.splice(0) };
  }

  /** @throws if it is gone */
  async caches(): Promise<readonly ToldCache[]> {
    if (this.#child.exitCode !== null) throw new Error(`an observer ended: ${this.#child.spawnargs.join(' ')}`);
    this.#caches = [];
    this.#child.stdin?.write('\n');
    await until('the caches to be told', () => this.#caches.length >= this.#informers);
    return this.#caches;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    await closed;
  }

  #hear(told: Told): void {
    if ('cache' in told) this.#caches.push(told);
    else if ('restart' in told) this.#restarts.push(told);
    else this.#events.push(told);
  }
}
