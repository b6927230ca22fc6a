import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { QueueObserver } from '../queue/queue-observer.ts';
import type { RateLimits } from '../queue/rate-limiter.ts';
import { WorkQueue } from '../queue/work-queue.ts';
import { noControllerObserver } from './controller-observer.ts';
import type { ControllerObserver } from './controller-observer.ts';
import type { Reconcile } from './reconcile.ts';
import { isDefect, runReconcile } from './run-reconcile.ts';
import type { ReconcileEnd } from './run-reconcile.ts';
import type { Source } from './source.ts';

/** What a controller does and when. */
export interface ControllerSpec {
  readonly reconcile: Reconcile;
  readonly sources: readonly Source[];
  /** Keys worked on at the same time; 1 unless told. */
  readonly concurrency?: number;
  /** Time for one reconcile, ms; 60 s unless told. */
  readonly timeoutMs?: number;
  /** Retries after failures; controller-runtime's unless told. */
  readonly limits?: RateLimits;
}

/** What a controller needs from around it. */
export interface ControllerParts {
  /** Unique in its manager; part of metrics and logs. */
  readonly name: string;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly queueObserver?: QueueObserver;
  readonly observer?: ControllerObserver;
}

const defaultTimeoutMs = 60_000;

/** Takes keys from a queue, which its sources fill, and reconciles them. */
export class Controller {
  readonly name: string;
  readonly queue: WorkQueue;
  readonly concurrency: number;
  readonly #spec: ControllerSpec;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #observer: ControllerObserver;

  constructor(spec: ControllerSpec, parts: ControllerParts) {
    this.name = parts.name;
    this.concurrency = spec.concurrency ?? 1;
    this.#spec = spec;
    this.#clock = parts.clock ?? systemClock;
    this.#logger = parts.logger.child({ controller: parts.name });
    this.#observer = parts.observer ?? noControllerObserver;
    this.queue = new WorkQueue({
      clock: this.#clock,
      ...(spec.limits && { limits: spec.limits }),
      ...(parts.queueObserver && { observer: parts.queueObserver }),
    });
  }

  /** The caches it reads from are full. */
  get hasSynced(): boolean {
    return this.#spec.sources.every((source) => source.hasSynced());
  }

  /**
   * Work until the signal is aborted; resolves when the reconciles under way are over. Their own signal is aborted at
   * the same time, so that they can stop early. A controller runs once only.
   */
  async run(signal: AbortSignal): Promise<void> {
    const detach = this.#spec.sources.map((source) => source.attach((key, priority) => this.queue.add(key, priority)));
    const stop = (): void => {
      for (const end of detach) end();
      this.queue.shutDown();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    await Promise.all(Array.from({ length: this.concurrency }, () => this.#work(signal)));
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (let key = await this.queue.take(); key !== undefined; key = await this.queue.take()) {
      await this.#process(key, signal);
      this.queue.done(key);
    }
  }

  async #process(key: string, signal: AbortSignal): Promise<void> {
    const logger = this.#logger.child({ key });
    const timeoutMs = this.#spec.timeoutMs ?? defaultTimeoutMs;
    const startedAt = this.#clock.now();
    this.#observer.started();
    const end = await runReconcile(this.#spec.reconcile, key, { clock: this.#clock, timeoutMs, signal, logger });
    const seconds = (this.#clock.now() - startedAt) / 1000;
    const failed = end.error !== undefined;
    this.#observer.finished({ outcome: end.outcome, seconds, defect: failed && isDefect(end.error) });
    if (failed && !signal.aborted)
      logger.error({ err: end.error, failures: this.queue.failures(key) + 1 }, end.outcome);
    this.#schedule(key, end);
  }

  #schedule(key: string, end: ReconcileEnd): void {
    if (end.outcome === 'error' || end.outcome === 'timeout') {
      this.queue.addRateLimited(key);
      return;
    }
    this.queue.forget(key);
    if (end.result.requeueAfterMs !== undefined) this.queue.addAfter(key, end.result.requeueAfterMs);
  }
}
