import { setTimeout as delay } from 'node:timers/promises';
import type { ManagedProcess } from './servers/index.ts';

/** What a supervisor tells about its process. */
export type SupervisorEvents = {
  /** The process ended though nobody asked it to; it is started again after `delayMs`. */
  onCrash(name: string, delayMs: number): void;
  /** A new start failed; the next follows after `delayMs`. */
  onFailedStart(name: string, error: unknown, delayMs: number): void;
};

/** A process that is started again whenever it ends. */
export type Supervised = {
  readonly name: string;
  /** Of the running process; undefined between a crash and the next start. */
  pid(): number | undefined;
  /** Stops the process for good. */
  stop(): Promise<void>;
};

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
/** A process that ran this long before it crashed starts with the first delay again. */
const HEALTHY_MS = 60_000;

/** The pause before the next start: doubled with every crash in a row, 250 ms to 30 s. */
export function restartDelay(crashesInARow: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(crashesInARow - 1, 16));
}

/**
 * Starts a process, waits until it is ready, and from then on starts it again when it ends.
 * @throws what the first start throws: a server that never worked is not retried
 */
export async function supervise(
  name: string,
  start: () => Promise<ManagedProcess>,
  events: SupervisorEvents,
): Promise<Supervised> {
  const stopping = new AbortController();
  let current: ManagedProcess | undefined = await startReady(start);
  const loop = keepRunning();
  return { name, pid: () => current?.pid, stop };

  async function keepRunning(): Promise<void> {
    let crashes = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      await current?.exited;
      if (stopping.signal.aborted) return;
      current = undefined;
      crashes = Date.now() - startedAt > HEALTHY_MS ? 1 : crashes + 1;
      events.onCrash(name, restartDelay(crashes));
      await startAgain(restartDelay(crashes));
    }
  }

  async function startAgain(firstDelayMs: number): Promise<void> {
    let failures = 0;
    for (let pause = firstDelayMs; !stopping.signal.aborted; pause = restartDelay(failures + 1)) {
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        current = await start();
        await current.ready;
        return;
      } catch (error) {
        failures += 1;
        await current?.stop();
        events.onFailedStart(name, error, restartDelay(failures + 1));
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await current?.stop();
    await loop;
    // A start that was under way when the stop came.
    await current?.stop();
  }
}

/** A process that does not become ready is stopped before its error is passed on. */
async function startReady(start: () => Promise<ManagedProcess>): Promise<ManagedProcess> {
  const started = await start();
  try {
    await started.ready;
    return started;
  } catch (error) {
    await started.stop();
    throw error;
  }
}
