import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { until } from '../until.ts';

const MAIN = fileURLToPath(new URL('../../../apiserver/main.ts', import.meta.url));
const READY_POLL_MS = 10;
const READY_LIMIT_MS = 60_000;

/** The real server as a process, started again and again on one address and one storage. */
export class ServerProcess {
  readonly url: string;
  readonly #args: readonly string[];
  readonly #logFile: string;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();

  /** @param flags those of the backend, and any others */
  constructor(dir: string, { port, flags }: { port: number; flags: readonly string[] }) {
    this.url = `http://127.0.0.1:${port}`;
    this.#logFile = join(dir, 'apiserver.log');
    const keyFile = `--service-account-key-file=${join(dir, 'service-account.key')}`;
    this.#args = [MAIN, `--port=${port}`, '--authn-allow-localhost', keyFile, ...flags];
  }

  /** Of the process that runs now. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  spawn(): void {
    const log = openSync(this.#logFile, 'a');
    const child = spawn(process.execPath, this.#args, { stdio: ['ignore', log, log] });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /** @throws if it ends, or takes too long */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_LIMIT_MS;
    while (Date.now() < deadline) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.ok) return;
      if (this.#child?.exitCode !== null) throw new Error(`the server ended; see ${this.#logFile}`);
      await delay(READY_POLL_MS);
    }
    throw new Error('the server did not become ready');
  }

  /** Waits until it reads its storage again. */
  async answers(): Promise<void> {
    await until('the server to read its storage', async () => {
      const answer = await fetch(`${this.url}/api/v1/namespaces`);
      await answer.arrayBuffer();
      return answer.ok;
    });
  }

  async killAfter(ms: number): Promise<void> {
    await delay(ms);
    await this.kill('SIGKILL');
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#child?.kill(signal);
    await this.#ended;
  }
}
