import { microTime } from '../micro-time.ts';

/** The spec of a coordination.k8s.io/v1 Lease; times are RFC 3339 with microseconds. */
export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

/** A lease as it was read, with the version to replace. */
export interface StoredLease {
  readonly spec: LeaseSpec;
  readonly resourceVersion: string;
}

/** A lease and when this process first saw it in that state, monotonic ms. */
export interface ObservedLease {
  readonly lease: StoredLease;
  readonly seenAt: number;
}

/**
 * What is known of the lease after reading it once more. The time it was first seen counts from the local clock and
 * moves only when the lease changes, so that clocks of two machines need not agree.
 */
export function observe(previous: ObservedLease | undefined, lease: StoredLease, now: number): ObservedLease {
  const same = previous?.lease.resourceVersion === lease.resourceVersion;
  return same ? previous : { lease, seenAt: now };
}

/** Whether `identity` may take the lease: nobody holds it, it does already, or the holder has not renewed it in time. */
export function isFree({ lease, seenAt }: ObservedLease, identity: string, now: number): boolean {
  const { holderIdentity = '', leaseDurationSeconds = 0 } = lease.spec;
  return holderIdentity === '' || holderIdentity === identity || now - seenAt >= leaseDurationSeconds * 1000;
}

/** The lease as its holder writes it: acquired, or renewed if it had it before. */
export function heldBy(identity: string, previous: LeaseSpec | undefined, date: Date, durationMs: number): LeaseSpec {
  const renewed = previous?.holderIdentity === identity;
  const time = microTime(date);
  const transitions = previous?.leaseTransitions ?? 0;
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(durationMs / 1000),
    acquireTime: (renewed ? previous.acquireTime : undefined) ?? time,
    renewTime: time,
    leaseTransitions: renewed || previous === undefined ? transitions : transitions + 1,
  };
}

/** The lease as its holder leaves it, free for the next one at once. */
export function released(previous: LeaseSpec, date: Date): LeaseSpec {
  const time = microTime(date);
  return { ...previous, holderIdentity: '', leaseDurationSeconds: 1, acquireTime: time, renewTime: time };
}
