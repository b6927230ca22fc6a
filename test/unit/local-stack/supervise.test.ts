import { describe, expect, test } from '@jest/globals';
import { restartDelay, supervise } from '../../../deploy/local/stack/supervise.ts';
import type { ManagedProcess } from '../../../deploy/local/stack/servers/index.ts';

/** A process whose end the test decides. */
function fakeProcess(pid: number, ready: Promise<void> = Promise.resolve()) {
  const { promise: exited, resolve: exit } = Promise.withResolvers<{ code: number | null; signal: null }>();
  const process: ManagedProcess = {
    name: 'fake',
    pid,
    ready,
    exited,
    stop: async () => exit({ code: 0, signal: null }),
  };
  return { process, crash: () => exit({ code: 1, signal: null }) };
}

const silent = { onCrash: () => undefined, onFailedStart: () => undefined };

describe('supervise', () => {
  test('starts a crashed process again', async () => {
    const first = fakeProcess(1);
    const second = fakeProcess(2);
    const restarted = Promise.withResolvers<void>();
    const queue = [first.process, second.process];
    const supervised = await supervise(
      'fake',
      async () => {
        const next = queue.shift() as ManagedProcess;
        if (next.pid === 2) restarted.resolve();
        return next;
      },
      silent,
    );
    first.crash();
    await restarted.promise;
    await new Promise(setImmediate);
    expect(supervised.pid()).toBe(2);
    await supervised.stop();
  });

  test('passes on the failure of the first start and stops what it left', async () => {
    const broken = fakeProcess(1, Promise.reject(new Error('port taken')));
    await expect(supervise('fake', async () => broken.process, silent)).rejects.toThrow('port taken');
    await expect(broken.process.exited).resolves.toEqual({ code: 0, signal: null });
  });

  test('tells of a start that fails after a crash and goes on trying', async () => {
    const first = fakeProcess(1);
    const third = fakeProcess(3);
    const failed: string[] = [];
    const recovered = Promise.withResolvers<void>();
    let starts = 0;
    const supervised = await supervise(
      'fake',
      async () => {
        starts += 1;
        if (starts === 1) return first.process;
        if (starts === 2) throw new Error('not yet');
        recovered.resolve();
        return third.process;
      },
      { onCrash: () => undefined, onFailedStart: (_name, error) => failed.push(String(error)) },
    );
    first.crash();
    await recovered.promise;
    expect(failed).toEqual(['Error: not yet']);
    await supervised.stop();
  });

  test('does not start again after stop', async () => {
    const only = fakeProcess(1);
    let starts = 0;
    const supervised = await supervise('fake', async () => ((starts += 1), only.process), silent);
    await supervised.stop();
    expect(starts).toBe(1);
  });
});

test('the pause between starts doubles up to half a minute', () => {
  expect([1, 2, 3, 8, 40].map(restartDelay)).toEqual([250, 500, 1_000, 30_000, 30_000]);
});
