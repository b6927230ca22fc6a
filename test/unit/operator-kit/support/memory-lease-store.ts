import { KubernetesError } from '../../../../kubernetes/kubernetes-error.ts';
import type { LeaseSpec, StoredLease } from '../../../../operator/kit/election/lease-record.ts';
import type { LeaseStore } from '../../../../operator/kit/election/lease-store.ts';

/** A lease with the API server's optimistic concurrency. */
export class MemoryLease {
  current: StoredLease | undefined;
  #version = 0;

  write(spec: LeaseSpec, previous: StoredLease | undefined): StoredLease {
    if (this.current?.resourceVersion !== previous?.resourceVersion) {
      throw new KubernetesError({ code: 409, reason: 'Conflict', message: 'the object has been modified' });
    }
    this.current = { spec, resourceVersion: String(++this.#version) };
    return this.current;
  }
}

/** One process's way to the lease; `state` makes its calls fail, or hang until they are aborted. */
export class MemoryLeaseStore implements LeaseStore {
  readonly name = 'ns/lease';
  state: 'up' | 'down' | 'hung' = 'up';
  readonly #lease: MemoryLease;

  constructor(lease: MemoryLease) {
    this.#lease = lease;
  }

  async read(signal: AbortSignal): Promise<StoredLease | undefined> {
    await this.#reach(signal);
    return this.#lease.current;
  }

  async create(spec: LeaseSpec, signal: AbortSignal): Promise<StoredLease> {
    await this.#reach(signal);
    return this.#lease.write(spec, undefined);
  }

  async replace(spec: LeaseSpec, previous: StoredLease, signal: AbortSignal): Promise<StoredLease> {
    await this.#reach(signal);
    return this.#lease.write(spec, previous);
  }

  async #reach(signal: AbortSignal): Promise<void> {
    if (this.state === 'down') throw new Error('unreachable');
    if (this.state === 'up') return;
    await new Promise((_, reject) => {
      const fail = (): void => reject(new Error('aborted'));
      if (signal.aborted) fail();
      else signal.addEventListener('abort', fail, { once: true });
    });
  }
}
