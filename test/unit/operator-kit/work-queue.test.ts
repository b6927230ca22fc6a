import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WorkQueue } from '../../../operator/kit/queue/work-queue.ts';
import { FakeClock, settle } from './support/fake-clock.ts';

/** Takes what is there without waiting. */
async function takeNow(queue: WorkQueue): Promise<string | undefined> {
  if (queue.depth === 0) return undefined;
  return queue.take();
}

describe('WorkQueue', () => {
  test('gives a key once however often it was added', async () => {
    const queue = new WorkQueue({ clock: new FakeClock() });
    queue.add('a');
    queue.add('a');
    expect(await queue.take()).toBe('a');
    expect(queue.depth).toBe(0);
  });

  test('gives a key again that was added while it was worked on, and not before', async () => {
    const queue = new WorkQueue({ clock: new FakeClock() });
    queue.add('a');
    await queue.take();
    queue.add('a');
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(await takeNow(queue)).toBe('a');
  });

  test('keeps the order of arrival, low priority last, and moves a key up that is wanted more', async () => {
    const queue = new WorkQueue({ clock: new FakeClock() });
    queue.add('low-1', 'low');
    queue.add('low-2', 'low');
    queue.add('first');
    queue.add('second');
    queue.add('low-2');
    const order = [await queue.take(), await queue.take(), await queue.take(), await queue.take()];
    expect(order).toEqual(['first', 'second', 'low-2', 'low-1']);
  });

  test('lets the soonest of several delays count', async () => {
    const clock = new FakeClock();
    const queue = new WorkQueue({ clock });
    queue.addAfter('a', 1000);
    queue.addAfter('a', 200);
    queue.addAfter('a', 500);
    await clock.advance(199);
    expect(queue.depth).toBe(0);
    await clock.advance(1);
    expect(await takeNow(queue)).toBe('a');
    queue.done('a');
    await clock.advance(2000);
    expect(queue.depth).toBe(0);
  });

  test('an add ends the delay but keeps its priority', async () => {
    const clock = new FakeClock();
    const queue = new WorkQueue({ clock });
    queue.addAfter('a', 1000);
    queue.add('b', 'low');
    queue.add('a', 'low');
    expect(await queue.take()).toBe('a');
    expect(clock.pendingTimers).toBe(0);
  });

  test('doubles the wait of a failing key and forgets it on request', async () => {
    const clock = new FakeClock();
    const queue = new WorkQueue({ clock, limits: { baseMs: 5, capMs: 20, perSecond: 10, burst: 100 } });
    const waits: number[] = [];
    for (let round = 0; round < 4; round++) {
      queue.addRateLimited('a');
      const startedAt = clock.now();
      while (queue.depth === 0) await clock.advance(1);
      waits.push(clock.now() - startedAt);
      await queue.take();
      queue.done('a');
    }
    expect(waits).toEqual([5, 10, 20, 20]);
    expect(queue.failures('a')).toBe(4);
    queue.forget('a');
    expect(queue.failures('a')).toBe(0);
  });

  test('a shut-down queue wakes its workers and drains', async () => {
    const queue = new WorkQueue({ clock: new FakeClock() });
    queue.add('a');
    queue.add('b');
    await queue.take();
    queue.shutDown();
    const waiting = queue.take();
    expect(await waiting).toBeUndefined();
    let drained = false;
    const drain = queue.drained().then(() => (drained = true));
    await settle();
    expect(drained).toBe(false);
    queue.done('a');
    await drain;
    queue.add('c');
    expect(queue.depth).toBe(0);
  });

  test('done without take is a mistake', () => {
    expect(() => new WorkQueue({ clock: new FakeClock() }).done('a')).toThrow('done without take');
  });

  test('never gives a key to two workers at once and loses no add', async () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom('add' as const, 'addLow' as const, 'retry' as const, 'done' as const), key }),
      fc.record({ do: fc.constant('addAfter' as const), key, ms: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ do: fc.constantFrom('take' as const), key }),
      fc.record({ do: fc.constant('advance' as const), key, ms: fc.integer({ min: 0, max: 60 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = new FakeClock();
        const queue = new WorkQueue({ clock });
        const working = new Set<string>();
        const owed = new Set<string>();
        const start = (taken: string | undefined): void => {
          if (taken === undefined) return;
          expect(working.has(taken)).toBe(false);
          working.add(taken);
          owed.delete(taken);
        };
        const finish = (taken: string): void => {
          working.delete(taken);
          queue.done(taken);
        };
        for (const next of steps) {
          if (['add', 'addLow', 'addAfter', 'retry'].includes(next.do)) owed.add(next.key);
          if (next.do === 'add') queue.add(next.key);
          if (next.do === 'addLow') queue.add(next.key, 'low');
          if (next.do === 'retry') queue.addRateLimited(next.key);
          if (next.do === 'addAfter') queue.addAfter(next.key, next.ms);
          if (next.do === 'advance') await clock.advance(next.ms);
          if (next.do === 'take') start(await takeNow(queue));
          if (next.do === 'done' && working.has(next.key)) finish(next.key);
        }
        for (const taken of [...working]) finish(taken);
        // Long enough for every delay; whatever was added and not taken since must come now.
        await clock.advance(10_000_000);
        for (let taken = await takeNow(queue); taken !== undefined; taken = await takeNow(queue)) {
          start(taken);
          finish(taken);
        }
        expect([...owed]).toEqual([]);
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
