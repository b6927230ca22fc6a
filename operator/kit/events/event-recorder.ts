import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { core } from '../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { isNotFound, isTransient } from '../../../kubernetes/kubernetes-error.ts';
import { sleep } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { microTime } from '../micro-time.ts';
import { createTokenBucket } from '../queue/token-bucket.ts';
import { WorkQueue } from '../queue/work-queue.ts';
import { eventObject, seriesKey } from './event-object.ts';
import type { EventNote, EventObject, Reporter } from './event-object.ts';

/** Tells people of what happens to objects. */
export interface EventRecorder {
  /** Returns at once; the event is written in the background, or dropped when there are far too many. */
  record(event: EventNote): void;
  /** Write nothing more; resolves when the write under way is over. */
  close(): Promise<void>;
}

export interface EventRecorderParts {
  readonly client: Pick<KubernetesClient, 'create' | 'patch'>;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Series {
  readonly event: EventObject;
  readonly recordedAt: number;
  readonly count: number;
  readonly lastSeen: Date;
  /** The count that the cluster knows; 0 before the event was created. */
  readonly written: number;
}

/** A series not heard of for this long is over, ms; client-go's. */
const seriesEndMs = 6 * 60_000;
/** A count is written this long after the one before, ms. */
const countIntervalMs = 10_000;
const maxSeries = 4096;
const maxAttempts = 5;
const writesPerSecond = 5;
const burst = 25;

/** Create a recorder. Repeated events are counted in one object, as events.k8s.io/v1 means it. */
export function createEventRecorder(parts: EventRecorderParts): EventRecorder {
  return new SeriesRecorder(parts);
}

class SeriesRecorder implements EventRecorder {
  readonly #parts: EventRecorderParts;
  readonly #series = new Map<string, Series>();
  readonly #queue: WorkQueue;
  readonly #closed = new AbortController();
  readonly #worker: Promise<void>;

  constructor(parts: EventRecorderParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue({
      clock: parts.clock,
      limits: { baseMs: 500, capMs: 60_000, perSecond: writesPerSecond, burst },
    });
    this.#worker = this.#work();
  }

  record(event: EventNote): void {
    const { clock, reporter } = this.#parts;
    const key = seriesKey(event);
    const present = this.#series.get(key);
    const recordedAt = clock.now();
    const lastSeen = clock.date();
    // Taken out first, so that the map stays in order of the last record.
    this.#series.delete(key);
    if (present && recordedAt - present.recordedAt < seriesEndMs) {
      this.#series.set(key, { ...present, recordedAt, lastSeen, count: present.count + 1 });
      this.#queue.addAfter(key, countIntervalMs, 'low');
      return;
    }
    const object = eventObject(event, reporter, lastSeen, randomBytes(8).toString('hex'));
    this.#series.set(key, { event: object, recordedAt, lastSeen, count: 1, written: 0 });
    this.#queue.add(key);
    this.#evict();
  }

  async close(): Promise<void> {
    this.#queue.shutDown();
    this.#closed.abort();
    await this.#worker;
  }

  async #work(): Promise<void> {
    const { clock } = this.#parts;
    const bucket = createTokenBucket(writesPerSecond, burst, () => clock.now());
    for (let key = await this.#queue.take(); key !== undefined; key = await this.#queue.take()) {
      await sleep(clock, bucket.reserve(), this.#closed.signal);
      await this.#write(key);
      this.#queue.done(key);
    }
  }

  async #write(key: string): Promise<void> {
    const series = this.#series.get(key);
    if (!series || series.written === series.count || this.#closed.signal.aborted) return;
    try {
      if (series.written === 0) await this.#create(series);
      else await this.#count(series);
      this.#queue.forget(key);
      this.#written(key, series.count);
    } catch (error) {
      this.#failed(key, error);
    }
  }

  async #create({ event, count, lastSeen }: Series): Promise<void> {
    const series = count > 1 ? { series: { count, lastObservedTime: microTime(lastSeen) } } : {};
    await this.#parts.client.create(core.events, { ...event, ...series }, { signal: this.#closed.signal });
  }

  async #count({ event, count, lastSeen }: Series): Promise<void> {
    const body = { series: { count, lastObservedTime: microTime(lastSeen) } };
    await this.#parts.client.patch(core.events, event.metadata, { type: 'merge', body, signal: this.#closed.signal });
  }

  #written(key: string, count: number): void {
    const now = this.#series.get(key);
    if (now) this.#series.set(key, { ...now, written: count });
    if (now && now.count > count) this.#queue.addAfter(key, countIntervalMs, 'low');
  }

  #failed(key: string, error: unknown): void {
    if (isTransient(error) && this.#queue.failures(key) < maxAttempts) {
      this.#queue.addRateLimited(key);
      return;
    }
    // The cluster keeps events for an hour: the series begins anew with the next one.
    this.#series.delete(key);
    this.#queue.forget(key);
    if (!isNotFound(error) && !this.#closed.signal.aborted) this.#parts.logger.warn({ err: error }, 'event dropped');
  }

  #evict(): void {
    for (const key of this.#series.keys()) {
      if (this.#series.size <= maxSeries) return;
      this.#series.delete(key);
    }
  }
}
