import type { Logger } from 'pino';
import { withJitter } from '../backoff.ts';
import { sleep } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { heldBy, isFree, observe, released } from './lease-record.ts';
import type { ObservedLease, StoredLease } from './lease-record.ts';
import type { LeaseStore } from './lease-store.ts';

/** client-go's times, ms. They must fall in this order, so that a leader gives up before another one may take over. */
export interface ElectionTimes {
  /** Others take over when the lease was not renewed for this long; 15 s. */
  readonly leaseMs: number;
  /** The leader gives up when it could not renew for this long; 10 s. */
  readonly renewDeadlineMs: number;
  /** Between two tries; 2 s. */
  readonly retryMs: number;
}

export const defaultElectionTimes: ElectionTimes = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };

export interface ElectorParts {
  readonly store: LeaseStore;
  /** Unique to this process, also among its own restarts, e.g. host name and a UUID. */
  readonly identity: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly times?: ElectionTimes;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Told 1 when leading and 0 when not. */
  readonly onChange?: (name: string, leading: boolean) => void;
}

/** Being the leader, until it is released or lost. */
export interface Leadership {
  /** Aborted when the lease could not be renewed in time: stop at once, another process may lead already. */
  readonly lost: AbortSignal;
  /** Stop renewing and free the lease; call it after the work is over. Never rejects. */
  release(): Promise<void>;
}

/** The lease could not be renewed in time, or somebody else has it. */
export class LeadershipLostError extends Error {
  override readonly name = 'LeadershipLostError';
}

const acquireJitter = 1.2;
const releaseTimeoutMs = 5_000;

/** Takes part in the election of one leader by a Lease, by the rules of client-go. */
export class LeaderElector {
  readonly #parts: ElectorParts;
  readonly #times: ElectionTimes;
  #observed: ObservedLease | undefined;

  /** Throws RangeError when the times are not in order. */
  constructor(parts: ElectorParts) {
    this.#parts = parts;
    this.#times = parts.times ?? defaultElectionTimes;
    const { leaseMs, renewDeadlineMs, retryMs } = this.#times;
    if (!(leaseMs > renewDeadlineMs && renewDeadlineMs > retryMs * acquireJitter && retryMs > 0)) {
      throw new RangeError('election times must be leaseMs > renewDeadlineMs > 1.2 × retryMs > 0');
    }
  }

  /** Longest single try: one that hangs leaves time for another, on another connection. */
  get #tryMs(): number {
    return this.#times.renewDeadlineMs / 2;
  }

  /** Wait until this process leads. Throws the signal's reason when it is aborted first. */
  async acquire(signal: AbortSignal): Promise<Leadership> {
    const { clock, logger, store, identity, random, onChange } = this.#parts;
    onChange?.(store.name, false);
    for (;;) {
      signal.throwIfAborted();
      const startedAt = clock.now();
      if (await this.#tryWithin(this.#tryMs, signal)) {
        logger.info({ lease: store.name, identity }, 'leading');
        onChange?.(store.name, true);
        return this.#hold(startedAt);
      }
      await sleep(clock, withJitter(this.#times.retryMs, acquireJitter, random), signal);
    }
  }

  #hold(acquiredAt: number): Leadership {
    const stop = new AbortController();
    const lost = new AbortController();
    const renewing = this.#renew(acquiredAt, stop.signal, lost);
    const release = async (): Promise<void> => {
      stop.abort();
      await renewing;
      if (!lost.signal.aborted) await this.#free();
      this.#parts.onChange?.(this.#parts.store.name, false);
    };
    return { lost: lost.signal, release };
  }

  async #renew(acquiredAt: number, stop: AbortSignal, lost: AbortController): Promise<void> {
    const { clock, store, onChange } = this.#parts;
    let renewedAt = acquiredAt;
    while (!stop.aborted) {
      const deadline = renewedAt + this.#times.renewDeadlineMs;
      await sleep(clock, Math.min(this.#times.retryMs, deadline - clock.now()), stop);
      if (stop.aborted) return;
      const triedAt = clock.now();
      // The time of the try counts, not that of its answer: the lease may have been written when it was sent.
      if (await this.#tryWithin(Math.min(this.#tryMs, deadline - triedAt), stop)) renewedAt = triedAt;
      else if (!stop.aborted && (clock.now() >= deadline || this.#heldByOther())) {
        onChange?.(store.name, false);
        lost.abort(new LeadershipLostError(`lost the lease ${store.name}`));
        return;
      }
    }
  }

  /** As `#tryOnce`, but false after `ms`, even if the store never answers. */
  async #tryWithin(ms: number, signal: AbortSignal): Promise<boolean> {
    const timeout = new AbortController();
    let cancel = (): void => undefined;
    const late = new Promise<false>((resolve) => {
      cancel = this.#parts.clock.setTimer(ms, () => {
        timeout.abort();
        resolve(false);
      });
    });
    try {
      return await Promise.race([this.#tryOnce(AbortSignal.any([signal, timeout.signal])), late]);
    } finally {
      cancel();
    }
  }

  /** Take or renew the lease; false when it is another's or the store failed. */
  async #tryOnce(signal: AbortSignal): Promise<boolean> {
    const { store, identity, clock, logger } = this.#parts;
    try {
      const present = await store.read(signal);
      if (present) {
        this.#observed = observe(this.#observed, present, clock.now());
        if (!isFree(this.#observed, identity, clock.now())) return false;
      }
      const written = await this.#write(present, signal);
      this.#observed = { lease: written, seenAt: clock.now() };
      return true;
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error, lease: store.name }, 'cannot take or renew the lease');
      return false;
    }
  }

  #write(present: StoredLease | undefined, signal: AbortSignal): Promise<StoredLease> {
    const { store, identity, clock } = this.#parts;
    const spec = heldBy(identity, present?.spec, clock.date(), this.#times.leaseMs);
    return present ? store.replace(spec, present, signal) : store.create(spec, signal);
  }

  #heldByOther(): boolean {
    const holder = this.#observed?.lease.spec.holderIdentity ?? '';
    return holder !== '' && holder !== this.#parts.identity;
  }

  async #free(): Promise<void> {
    const { store, clock, logger, identity } = this.#parts;
    const timeout = new AbortController();
    const cancel = clock.setTimer(releaseTimeoutMs, () => timeout.abort(new Error('the release took too long')));
    try {
      // Read anew: a renewal that was broken off may have been written.
      const present = await store.read(timeout.signal);
      if (present?.spec.holderIdentity !== identity) return;
      await store.replace(released(present.spec, clock.date()), present, timeout.signal);
    } catch (error) {
      logger.warn({ err: error, lease: store.name }, 'cannot release the lease; it will expire');
    } finally {
      cancel();
    }
  }
}
