import type { Logger } from 'pino';
import type { WatchEvent } from '../../../kubernetes/kubernetes-client.ts';
import { isGone } from '../../../kubernetes/kubernetes-error.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { exponentialBackoff, withJitter } from '../backoff.ts';
import type { BackoffLimits } from '../backoff.ts';
import { sleep } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { listAll } from './list-all.ts';
import type { ListWatch } from './list-watch.ts';
import { guardAgainstStall } from './stall-guard.ts';

/** An event that changes an object. */
export interface ObjectEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/** Whom a reflector tells what it sees, one thing at a time. */
export interface ReflectorTarget<T> {
  /** These are all objects there are. */
  replace(objects: readonly T[]): void;
  apply(event: ObjectEvent<T>): void;
}

export interface ReflectorParts<T extends KubernetesObject> {
  readonly source: ListWatch<T>;
  readonly target: ReflectorTarget<T>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'debug' | 'warn'>;
  /** In [0, 1). */
  readonly random: () => number;
}

const retry: BackoffLimits = { baseMs: 200, capMs: 30_000 };
const retryJitter = 0.5;
/** A watch that ends sooner than this was no success, ms. */
const shortWatchMs = 1_000;
/** The server ends a watch after this long, s, up to twice that by chance, so that watches do not all end at once. */
const watchSeconds = 300;
const stallGraceMs = 30_000;

/**
 * Keeps a target equal to a source: a list, then a watch from its version, resumed after every end and disconnect.
 * Only a version that the server no longer knows (410) leads to another list.
 */
export class Reflector<T extends KubernetesObject> {
  readonly #parts: ReflectorParts<T>;
  #resourceVersion: string | undefined;
  #failures = 0;

  constructor(parts: ReflectorParts<T>) {
    this.#parts = parts;
  }

  /** Resolves when the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#resourceVersion ??= await this.#list(signal);
        await this.#watch(this.#resourceVersion, signal);
      } catch (error) {
        if (!signal.aborted) this.#failed(error);
      }
      if (this.#failures > 0) await this.#pause(signal);
    }
  }

  /** Replace everything; the answer is the version to watch from. */
  async #list(signal: AbortSignal): Promise<string> {
    const list = await listAll(this.#parts.source, signal);
    this.#parts.target.replace(list.items);
    return list.metadata.resourceVersion ?? '';
  }

  async #watch(resourceVersion: string, signal: AbortSignal): Promise<void> {
    const { source, clock, random } = this.#parts;
    const startedAt = clock.now();
    const timeoutSeconds = Math.round(withJitter(watchSeconds, 1, random));
    const guard = guardAgainstStall(clock, timeoutSeconds * 1000 + stallGraceMs, signal);
    try {
      const events = source.watch({ resourceVersion, timeoutSeconds, signal: guard.signal });
      for await (const event of events) this.#see(event);
    } finally {
      guard.release();
      if (clock.now() - startedAt >= shortWatchMs) this.#failures = 0;
    }
    // An end at once, without an error, again and again: some proxies do that.
    if (clock.now() - startedAt < shortWatchMs) this.#failures++;
  }

  #see(event: WatchEvent<T>): void {
    this.#resourceVersion = event.object.metadata.resourceVersion ?? this.#resourceVersion;
    this.#failures = 0;
    if (event.type !== 'BOOKMARK') this.#parts.target.apply({ type: event.type, object: event.object });
  }

  #failed(error: unknown): void {
    this.#failures++;
    if (isGone(error)) {
      this.#resourceVersion = undefined;
      this.#parts.logger.debug({ err: error }, 'the watched version is gone, listing anew');
    } else {
      this.#parts.logger.warn({ err: error, failures: this.#failures }, 'list or watch failed');
    }
  }

  #pause(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#parts;
    return sleep(clock, withJitter(exponentialBackoff(this.#failures, retry), retryJitter, random), signal);
  }
}
