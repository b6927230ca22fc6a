import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { DelayedKeys } from './delayed-keys.ts';
import { PriorityLanes } from './priority-lanes.ts';
import type { Priority } from './priority-lanes.ts';
import { noQueueObserver } from './queue-observer.ts';
import type { QueueObserver } from './queue-observer.ts';
import { createRateLimiter, defaultRateLimits } from './rate-limiter.ts';
import type { RateLimiter, RateLimits } from './rate-limiter.ts';

export interface WorkQueueOptions {
  readonly clock?: Clock;
  readonly limits?: RateLimits;
  readonly observer?: QueueObserver;
}

/**
 * Keys that wait to be worked on, after client-go's work queue.
 * A key waits once however often it is added; it is never given to two workers at once; added while it is worked on, it
 * comes again after `done`. Lower priority waits behind, in order of arrival within each.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #observer: QueueObserver;
  readonly #limiter: RateLimiter;
  readonly #ready = new PriorityLanes();
  readonly #delayed: DelayedKeys;
  readonly #startedAt = new Map<string, number>();
  readonly #addedMeanwhile = new Map<string, Priority>();
  readonly #idleWorkers: ((key: string | undefined) => void)[] = [];
  readonly #awaitingDrain: (() => void)[] = [];
  #shutDown = false;

  constructor(options: WorkQueueOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#observer = options.observer ?? noQueueObserver;
    this.#limiter = createRateLimiter(() => this.#clock.now(), options.limits ?? defaultRateLimits);
    this.#delayed = new DelayedKeys(this.#clock, (key, priority) => this.add(key, priority));
  }

  /** Let the key be worked on as soon as a worker is free. A delay that was asked for earlier is over. */
  add(key: string, priority: Priority = 'normal'): void {
    if (this.#shutDown) return;
    const wanted = this.#delayed.cancel(key) === 'normal' ? 'normal' : priority;
    if (this.#startedAt.has(key)) {
      if (!this.#addedMeanwhile.has(key)) this.#observer.added();
      if (this.#addedMeanwhile.get(key) !== 'normal') this.#addedMeanwhile.set(key, wanted);
      return;
    }
    if (this.#ready.add(key, wanted, this.#clock.now())) this.#observer.added();
    this.#handOut();
  }

  /** Add after `ms`; the soonest of several delays counts, and so does a key that is ready already. */
  addAfter(key: string, ms: number, priority: Priority = 'normal'): void {
    if (this.#shutDown) return;
    if (ms <= 0 || this.#ready.has(key)) this.add(key, priority);
    else this.#delayed.add(key, ms, priority);
  }

  /** Add after the wait that the key's failures so far have earned. */
  addRateLimited(key: string, priority: Priority = 'normal'): void {
    if (this.#shutDown) return;
    this.#observer.retried();
    this.addAfter(key, this.#limiter.next(key), priority);
  }

  /** Count the key's failures from zero again. */
  forget(key: string): void {
    this.#limiter.forget(key);
  }

  /** How often the key failed in a row. */
  failures(key: string): number {
    return this.#limiter.failures(key);
  }

  /** The next key, waiting for one; undefined once the queue is shut down. Call `done` when the work is over. */
  take(): Promise<string | undefined> {
    if (this.#shutDown) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#idleWorkers.push(resolve);
      this.#handOut();
    });
  }

  /** The work on a taken key is over. Throws when the key is not being worked on. */
  done(key: string): void {
    const startedAt = this.#startedAt.get(key);
    if (startedAt === undefined) throw new Error(`done without take: ${key}`);
    this.#startedAt.delete(key);
    this.#observer.finished((this.#clock.now() - startedAt) / 1000);
    const again = this.#addedMeanwhile.get(key);
    this.#addedMeanwhile.delete(key);
    if (again && !this.#shutDown) {
      this.#ready.add(key, again, this.#clock.now());
      this.#handOut();
    }
    if (this.#startedAt.size === 0) for (const resolve of this.#awaitingDrain.splice(0)) resolve();
  }

  /** Take nothing on and hand nothing out any more; what waits is dropped, since a start lists everything anew. */
  shutDown(): void {
    this.#shutDown = true;
    this.#delayed.clear();
    this.#ready.clear();
    this.#addedMeanwhile.clear();
    for (const resolve of this.#idleWorkers.splice(0)) resolve(undefined);
  }

  /** Resolves as soon as no key is being worked on. */
  drained(): Promise<void> {
    if (this.#startedAt.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#awaitingDrain.push(resolve));
  }

  /** Keys ready to be worked on. */
  get depth(): number {
    return this.#ready.size;
  }

  /** For how long each key now worked on has been, seconds. */
  runningSeconds(): number[] {
    const now = this.#clock.now();
    return [...this.#startedAt.values()].map((startedAt) => (now - startedAt) / 1000);
  }

  #handOut(): void {
    while (this.#idleWorkers.length > 0) {
      const next = this.#ready.take();
      if (!next) return;
      const now = this.#clock.now();
      this.#startedAt.set(next.key, now);
      this.#observer.taken((now - next.addedAt) / 1000);
      this.#idleWorkers.shift()?.(next.key);
    }
  }
}
