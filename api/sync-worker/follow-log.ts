import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOG_FROM_HEADER, LOG_RUN_HEADER } from '../../activities/worker-http-contract.ts';
import type { JobKey } from '../cluster/job-watch.ts';
import { ProblemError } from '../http/problem.ts';
import type { CurrentRun } from '../temporal/current-run.ts';
import type { LogQuery, WorkerClient } from './worker-client.ts';

/** What a followed log is made from. */
export interface LogSources {
  readonly worker: Pick<WorkerClient, 'log'>;
  readonly currentRun: (key: JobKey, signal: AbortSignal) => Promise<CurrentRun>;
}

type Part = Pick<LogQuery, 'run' | 'tail'>;
type Place = Omit<LogQuery, 'follow'>;

/** Pause before the worker is asked again, doubled while nothing new comes, milliseconds. */
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/**
 * A run's log as it grows, until the run has ended: across its attempts, and workers that are replaced. Without a number
 * it is that of the run under way, whose log may have yet to begin, else that of the last one. The first chunk is empty
 * and comes once there is something to wait for.
 * Throws ProblemError when there is no such log, or when the worker cannot be asked at first or after the run's end.
 */
export async function* followLog(
  { worker, currentRun }: LogSources,
  key: JobKey,
  { part, signal }: { readonly part: Part; readonly signal: AbortSignal },
): AsyncGenerator<Buffer> {
  const reader = new LogReader(part);
  for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
    // Asked before reading, so that the run's last lines are not missed.
    const { runSeq, underWay } = await currentRun(key, signal);
    if (underWay) reader.run ??= runSeq;
    const goesOn = underWay && reader.run === runSeq;
    try {
      for await (const chunk of reader.read((place) => worker.log(key, { ...place, follow: true }, signal))) {
        pause = firstPauseMs;
        yield chunk;
      }
    } catch (error) {
      if (!goesOn || !reader.mayGoOn(error)) throw error;
      if (!reader.begun) yield reader.begin();
    }
    if (!goesOn || !reader.knowsPlace) return;
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Reads a log piece by piece, each from where the last one ended. */
class LogReader {
  run: number | undefined;
  begun = false;
  /** False after the answer of a worker of old, which does not tell where it began. */
  knowsPlace = true;
  readonly #tail: number | undefined;
  #from: number | undefined;

  constructor({ run, tail }: Part) {
    this.run = run;
    this.#tail = tail;
  }

  begin(): Buffer {
    this.begun = true;
    return Buffer.alloc(0);
  }

  async *read(open: (place: Place) => Promise<IncomingMessage>): AsyncGenerator<Buffer> {
    const answer = await open(this.#place);
    const [run, from] = [LOG_RUN_HEADER, LOG_FROM_HEADER].map((name) => Number(answer.headers[name] ?? Number.NaN));
    this.knowsPlace = Number.isInteger(run) && Number.isInteger(from);
    if (this.knowsPlace) [this.run, this.#from] = [run, from];
    if (!this.begun) yield this.begin();
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (this.#from !== undefined) this.#from += chunk.length;
      yield chunk;
    }
  }

  /** Whether the run's log may yet come, or go on: it has not begun, or the worker went away. */
  mayGoOn(error: unknown): boolean {
    return this.begun ? this.knowsPlace : error instanceof ProblemError && error.type === 'not-found';
  }

  get #place(): Place {
    const [run, from, tail] = [this.run, this.#from, this.#tail];
    const start = from === undefined ? tail !== undefined && { tail } : { from };
    return { ...(run !== undefined && { run }), ...start };
  }
}
