import { describe, expect, test } from '@jest/globals';
import { Controller } from '../../../operator/kit/controller/controller.ts';
import type { ControllerSpec } from '../../../operator/kit/controller/controller.ts';
import type { Reconcile } from '../../../operator/kit/controller/reconcile.ts';
import type { Enqueue, Source } from '../../../operator/kit/controller/source.ts';
import { TerminalError } from '../../../operator/kit/controller/terminal-error.ts';
import { FakeClock, settle } from './support/fake-clock.ts';
import { silent } from './support/objects.ts';

interface Harness {
  readonly clock: FakeClock;
  readonly controller: Controller;
  readonly enqueue: Enqueue;
  readonly outcomes: string[];
  stop(): Promise<void>;
}

function start(reconcile: Reconcile, spec: Partial<ControllerSpec> = {}): Harness {
  const clock = new FakeClock();
  const outcomes: string[] = [];
  let enqueue: Enqueue = () => undefined;
  const source: Source = {
    hasSynced: () => true,
    attach: (given) => {
      enqueue = given;
      return () => undefined;
    },
  };
  const observer = {
    started: () => undefined,
    finished: (end: { outcome: string; defect: boolean }) => {
      outcomes.push(end.defect ? `${end.outcome} defect` : end.outcome);
    },
  };
  const controller = new Controller(
    { reconcile, sources: [source], ...spec },
    { name: 'test', logger: silent, clock, observer },
  );
  const stop = new AbortController();
  const running = controller.run(stop.signal);
  return {
    clock,
    controller,
    outcomes,
    enqueue: (key, priority) => enqueue(key, priority),
    stop: async () => {
      stop.abort();
      await running;
      expect(clock.pendingTimers).toBe(0);
    },
  };
}

describe('Controller', () => {
  test('retries a failure with growing waits, and starts afresh after a success', async () => {
    const times: number[] = [];
    const harness = start(async () => {
      times.push(harness.clock.now());
      if (times.length <= 3) throw new Error('not yet');
    });
    harness.enqueue('ns/a', 'normal');
    await harness.clock.advance(1_000);
    expect(times).toEqual([0, 5, 15, 35]);
    expect(harness.outcomes).toEqual(['error', 'error', 'error', 'success']);
    expect(harness.controller.queue.failures('ns/a')).toBe(0);
    await harness.stop();
  });

  test('does not retry what cannot succeed', async () => {
    let calls = 0;
    const harness = start(async () => {
      calls++;
      throw new TerminalError('never');
    });
    harness.enqueue('ns/a', 'normal');
    await harness.clock.advance(100_000);
    expect([calls, harness.outcomes]).toEqual([1, ['terminal_error']]);
    await harness.stop();
  });

  test('comes back after the time that a reconcile asked for', async () => {
    const times: number[] = [];
    const harness = start(async () => {
      times.push(harness.clock.now());
      return times.length < 3 ? { requeueAfterMs: 1_000 } : {};
    });
    harness.enqueue('ns/a', 'normal');
    await harness.clock.advance(10_000);
    expect(times).toEqual([0, 1_000, 2_000]);
    await harness.stop();
  });

  test('survives a throw before the first await and counts it as a defect', async () => {
    const harness = start(() => {
      throw new TypeError('undefined is not a function');
    });
    harness.enqueue('ns/a', 'normal');
    await harness.clock.advance(4);
    expect(harness.outcomes).toEqual(['error defect']);
    await harness.stop();
  });

  test('aborts a reconcile that takes too long, waits for it, and tries again', async () => {
    const reasons: string[] = [];
    const harness = start(
      (_key, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push((signal.reason as Error).name);
            reject(signal.reason as Error);
          });
        }),
      { timeoutMs: 1_000 },
    );
    harness.enqueue('ns/a', 'normal');
    await harness.clock.advance(1_000);
    expect([reasons, harness.outcomes]).toEqual([['ReconcileTimeoutError'], ['timeout']]);
    await harness.clock.advance(1_005);
    expect(harness.outcomes).toEqual(['timeout', 'timeout']);
    await harness.stop();
  });

  test('is not blocked for ever by a reconcile that heeds no signal', async () => {
    let calls = 0;
    const harness = start(
      () => {
        calls++;
        return calls === 1 ? new Promise<void>(() => undefined) : Promise.resolve();
      },
      { timeoutMs: 1_000 },
    );
    harness.enqueue('ns/a', 'normal');
    await harness.clock.advance(30_999);
    expect(calls).toBe(1);
    await harness.clock.advance(10);
    expect(harness.outcomes).toEqual(['timeout', 'success']);
    await harness.stop();
  });

  test('works on as many keys at a time as allowed, never on one twice', async () => {
    const running = new Map<string, number>();
    let most = 0;
    const harness = start(
      async (key) => {
        running.set(key, (running.get(key) ?? 0) + 1);
        expect(running.get(key)).toBe(1);
        most = Math.max(most, running.size);
        await settle();
        running.delete(key);
      },
      { concurrency: 3 },
    );
    for (let round = 0; round < 5; round++) {
      for (const key of ['a', 'b', 'c', 'd', 'e']) harness.enqueue(key, 'normal');
      await settle();
    }
    await harness.clock.advance(100);
    expect(most).toBe(3);
    expect(new Set(harness.outcomes)).toEqual(new Set(['success']));
    await harness.stop();
  });

  test('stops when the reconcile under way is over, and tells it to hurry', async () => {
    let finish = (): void => undefined;
    let hurried = false;
    const harness = start(
      (_key, { signal }) =>
        new Promise<void>((resolve) => {
          finish = resolve;
          signal.addEventListener('abort', () => (hurried = true));
        }),
    );
    harness.enqueue('a', 'normal');
    await settle();
    let stopped = false;
    const stopping = harness.stop().then(() => (stopped = true));
    await settle();
    expect([hurried, stopped]).toEqual([true, false]);
    finish();
    await stopping;
  });
});
