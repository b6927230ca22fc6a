import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LeaderElector } from '../../../operator/kit/election/leader-elector.ts';
import type { Leadership } from '../../../operator/kit/election/leader-elector.ts';
import { heldBy, isFree, observe, released } from '../../../operator/kit/election/lease-record.ts';
import { microTime } from '../../../operator/kit/micro-time.ts';
import { FakeClock, settle } from './support/fake-clock.ts';
import { MemoryLease, MemoryLeaseStore } from './support/memory-lease-store.ts';
import { silent } from './support/objects.ts';

/** A process that takes part, its state of mind kept up to date. */
class Candidate {
  readonly store: MemoryLeaseStore;
  readonly #stop = new AbortController();
  readonly #elector: LeaderElector;
  #leadership: Leadership | undefined;
  readonly done: Promise<void>;

  constructor(identity: string, lease: MemoryLease, clock: FakeClock, random: () => number = () => 0) {
    this.store = new MemoryLeaseStore(lease);
    this.#elector = new LeaderElector({ store: this.store, identity, clock, logger: silent, random });
    this.done = this.#campaign();
  }

  get leads(): boolean {
    return this.#leadership !== undefined && !this.#leadership.lost.aborted;
  }

  get lost(): boolean {
    return this.#leadership?.lost.aborted ?? false;
  }

  async leave(): Promise<void> {
    const leadership = this.#leadership;
    this.#leadership = undefined;
    this.#stop.abort();
    await leadership?.release();
  }

  async #campaign(): Promise<void> {
    try {
      this.#leadership = await this.#elector.acquire(this.#stop.signal);
    } catch {
      // Left before it was elected.
    }
  }
}

describe('lease record', () => {
  const held = { spec: heldBy('a', undefined, new Date(0), 15_000), resourceVersion: '1' };

  test('times have six digits', () => {
    expect(microTime(new Date(Date.UTC(2024, 1, 2, 3, 4, 5, 6)))).toBe('2024-02-02T03:04:05.006000Z');
  });

  test('expires by the local clock, from when its last change was seen', () => {
    const first = observe(undefined, held, 1_000_000);
    const again = observe(first, { ...held }, 1_014_000);
    expect(isFree(again, 'b', 1_014_999)).toBe(false);
    expect(isFree(again, 'b', 1_015_000)).toBe(true);
    const renewed = observe(again, { ...held, resourceVersion: '2' }, 1_014_999);
    expect(isFree(renewed, 'b', 1_029_998)).toBe(false);
  });

  test('is free for its holder and after a release', () => {
    expect(isFree(observe(undefined, held, 0), 'a', 0)).toBe(true);
    const left = { spec: released(held.spec, new Date(5)), resourceVersion: '2' };
    expect(isFree(observe(undefined, left, 0), 'b', 0)).toBe(true);
  });

  test('counts transitions and keeps the time of acquisition while renewing', () => {
    const renewed = heldBy('a', held.spec, new Date(9000), 15_000);
    expect(renewed).toMatchObject({ acquireTime: held.spec.acquireTime, leaseTransitions: 0 });
    expect(renewed.renewTime).toBe('1970-01-01T00:00:09.000000Z');
    expect(heldBy('b', renewed, new Date(9000), 15_000)).toMatchObject({ leaseTransitions: 1, holderIdentity: 'b' });
  });
});

describe('LeaderElector', () => {
  test('one leads, the other takes over once the lease has expired', async () => {
    const clock = new FakeClock();
    const lease = new MemoryLease();
    const a = new Candidate('a', lease, clock);
    await settle();
    const b = new Candidate('b', lease, clock);
    await clock.advance(60_000);
    expect([a.leads, b.leads]).toEqual([true, false]);

    a.store.state = 'down';
    await clock.advance(10_000);
    expect([a.leads, a.lost]).toEqual([false, true]);
    await clock.advance(8_000);
    expect(b.leads).toBe(true);
    await Promise.all([a.leave(), b.leave()]);
  });

  test('a release lets the next one in without waiting for the expiry', async () => {
    const clock = new FakeClock();
    const lease = new MemoryLease();
    const a = new Candidate('a', lease, clock);
    await settle();
    const b = new Candidate('b', lease, clock);
    await clock.advance(10_000);
    await a.leave();
    expect(lease.current?.spec.holderIdentity).toBe('');
    await clock.advance(2_000);
    expect(b.leads).toBe(true);
    await b.leave();
  });

  test('a store that hangs costs the leadership in time, and a short pause does not', async () => {
    const clock = new FakeClock();
    const lease = new MemoryLease();
    const a = new Candidate('a', lease, clock);
    await clock.advance(4_000);
    a.store.state = 'hung';
    await clock.advance(5_000);
    a.store.state = 'up';
    await clock.advance(20_000);
    expect(a.leads).toBe(true);
    a.store.state = 'hung';
    await clock.advance(10_000);
    expect(a.lost).toBe(true);
    await a.leave();
  });

  test('gives up at once when it sees another holder', async () => {
    const clock = new FakeClock();
    const lease = new MemoryLease();
    const a = new Candidate('a', lease, clock);
    await settle();
    lease.write(heldBy('thief', lease.current?.spec, clock.date(), 15_000), lease.current);
    await clock.advance(2_000);
    expect(a.lost).toBe(true);
    await a.leave();
    expect(lease.current?.spec.holderIdentity).toBe('thief');
  });

  test('stops waiting when asked to', async () => {
    const clock = new FakeClock();
    const lease = new MemoryLease();
    const a = new Candidate('a', lease, clock);
    await settle();
    const b = new Candidate('b', lease, clock);
    await clock.advance(1_000);
    await b.leave();
    await clock.advance(3_000);
    await b.done;
    await a.leave();
    expect(clock.pendingTimers).toBe(0);
  });

  test('refuses times in the wrong order', () => {
    const parts = {
      store: new MemoryLeaseStore(new MemoryLease()),
      identity: 'a',
      clock: new FakeClock(),
      logger: silent,
    };
    const times = { leaseMs: 10_000, renewDeadlineMs: 10_000, retryMs: 2_000 };
    expect(() => new LeaderElector({ ...parts, times })).toThrow(RangeError);
  });

  test('never two leaders, whatever fails, and one in the end', async () => {
    const count = 3;
    const step = fc.record({
      who: fc.nat(count - 1),
      state: fc.constantFrom('up' as const, 'down' as const, 'hung' as const),
      ms: fc.integer({ min: 0, max: 20_000 }),
    });
    const randoms = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), randoms, async (steps, stream) => {
        const clock = new FakeClock();
        const lease = new MemoryLease();
        const random = (): number => stream.next().value as number;
        const candidates = Array.from(
          { length: count },
          (_, index) => new Candidate(`c${index}`, lease, clock, random),
        );
        const expectOneAtMost = (): void => {
          expect(candidates.filter((candidate) => candidate.leads).length).toBeLessThanOrEqual(1);
        };
        for (const { who, state, ms } of steps) {
          const target = candidates[who];
          if (target) target.store.state = state;
          for (let left = ms; left > 0; left -= 500) {
            await clock.advance(Math.min(500, left));
            expectOneAtMost();
          }
        }
        // Who lost its leadership has exited, as the manager does; a fresh process finds its way in.
        for (const candidate of candidates) candidate.store.state = 'up';
        const fresh = new Candidate('fresh', lease, clock, random);
        await clock.advance(25_000);
        expectOneAtMost();
        expect([...candidates, fresh].some((candidate) => candidate.leads)).toBe(true);
        await Promise.all([...candidates, fresh].map((candidate) => candidate.leave()));
      }),
      { numRuns: 60 },
    );
  });
});
