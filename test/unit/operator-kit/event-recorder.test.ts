import { describe, expect, test } from '@jest/globals';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { eventObject } from '../../../operator/kit/events/event-object.ts';
import type { EventNote, EventObject } from '../../../operator/kit/events/event-object.ts';
import { createEventRecorder } from '../../../operator/kit/events/event-recorder.ts';
import type { EventRecorder, EventRecorderParts } from '../../../operator/kit/events/event-recorder.ts';
import { FakeClock } from './support/fake-clock.ts';
import { silent, thing } from './support/objects.ts';

const reporter = { controller: 'durasync.dev/test', instance: 'pod-1' };

function note(name: string, extra: Partial<EventNote> = {}): EventNote {
  return {
    regarding: thing(name, '1'),
    type: 'Warning',
    reason: 'SyncFailed',
    action: 'Sync',
    note: 'it broke',
    ...extra,
  };
}

interface Harness {
  readonly clock: FakeClock;
  readonly recorder: EventRecorder;
  /** One line a write that reached the cluster. */
  readonly writes: string[];
  /** Thrown by the next writes instead. */
  readonly failures: Error[];
}

function start(): Harness {
  const clock = new FakeClock();
  const writes: string[] = [];
  const failures: Error[] = [];
  const write = (line: string): Promise<never> => {
    const failure = failures.shift();
    if (failure) return Promise.reject(failure);
    writes.push(line);
    return Promise.resolve({} as never);
  };
  const client = {
    create: (_ref: unknown, event: unknown) => {
      const { regarding, series } = event as EventObject;
      return write(`create ${regarding['name']} ×${series?.count ?? 1}`);
    },
    patch: (_ref: unknown, key: { name: string }, patch: { body: unknown }) => {
      const { series } = patch.body as Pick<EventObject, 'series'>;
      return write(`count ${key.name.split('.')[0]} ×${series?.count}`);
    },
  } as unknown as EventRecorderParts['client'];
  return { clock, writes, failures, recorder: createEventRecorder({ client, reporter, clock, logger: silent }) };
}

describe('event recorder', () => {
  test('creates one object and counts the repetitions in it, at most one write in ten seconds', async () => {
    const { clock, recorder, writes } = start();
    recorder.record(note('a', { note: 'attempt 0' }));
    await clock.advance(0);
    for (let second = 0; second < 25; second++) {
      recorder.record(note('a', { note: `attempt ${second}` }));
      await clock.advance(1_000);
    }
    await clock.advance(60_000);
    expect(writes).toEqual(['create a ×1', 'count a ×11', 'count a ×21', 'count a ×26']);
    await recorder.close();
    expect(clock.pendingTimers).toBe(0);
  });

  test('a note that says something else is another event, but for the numbers in it', async () => {
    const { clock, recorder, writes } = start();
    for (const text of ['told to stop', 'told to pause', 'told to stop', 'tried 1 time', 'tried 22 times']) {
      recorder.record(note('a', { note: text }));
      await clock.advance(0);
    }
    await clock.advance(60_000);
    expect(writes.toSorted()).toEqual(['count a ×2', ...Array<string>(4).fill('create a ×1')]);
    await recorder.close();
  });

  test('another object, reason or action is another event, and so is one after a long silence', async () => {
    const { clock, recorder, writes } = start();
    recorder.record(note('a'));
    recorder.record(note('b'));
    recorder.record(note('a', { reason: 'Other' }));
    await clock.advance(6 * 60_000);
    recorder.record(note('a'));
    await clock.advance(10_000);
    expect(writes).toEqual(['create a ×1', 'create b ×1', 'create a ×1', 'create a ×1']);
    await recorder.close();
  });

  test('never writes faster than its bound', async () => {
    const { clock, recorder, writes } = start();
    for (let index = 0; index < 200; index++) recorder.record(note(`n${index}`));
    await clock.advance(10_000);
    expect(writes.length).toBeLessThanOrEqual(25 + 50 + 1);
    await clock.advance(30_000);
    expect(writes.length).toBe(200);
    await recorder.close();
  });

  test('tries again while the server is away, and drops what it refuses', async () => {
    const { clock, recorder, writes, failures } = start();
    const down = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    failures.push(down, down);
    recorder.record(note('a'));
    await clock.advance(10_000);
    expect(writes).toEqual(['create a ×1']);
    failures.push(new KubernetesError({ code: 403, reason: 'Forbidden', message: 'no' }));
    recorder.record(note('b'));
    await clock.advance(60_000);
    expect(writes).toEqual(['create a ×1']);
    await recorder.close();
  });

  test('begins a new object when the cluster has forgotten the old one', async () => {
    const { clock, recorder, writes, failures } = start();
    recorder.record(note('a'));
    await clock.advance(0);
    failures.push(new KubernetesError({ code: 404, reason: 'NotFound', message: 'gone' }));
    recorder.record(note('a'));
    await clock.advance(20_000);
    recorder.record(note('a'));
    await clock.advance(20_000);
    expect(writes).toEqual(['create a ×1', 'create a ×1']);
    await recorder.close();
  });
});

describe('eventObject', () => {
  test('keeps to the limits of the API', () => {
    const long = note('x'.repeat(253), { note: 'ü'.repeat(2000), reason: 'R'.repeat(300) });
    const event = eventObject(long, reporter, new Date(0), 'abc');
    expect(event.metadata.name).toHaveLength(253);
    expect(Buffer.byteLength(event.note)).toBeLessThanOrEqual(1024);
    expect(event.note).toMatch(/^ü+$/);
    expect(event.reason).toHaveLength(128);
    expect(event.eventTime).toBe('1970-01-01T00:00:00.000000Z');
  });

  test('events of cluster-scoped objects live in default', () => {
    const regarding = { ...thing('node-1', '1'), metadata: { name: 'node-1', uid: '1' } };
    const event = eventObject(note('a', { regarding }), reporter, new Date(0), 'abc');
    expect(event.metadata.namespace).toBe('default');
    expect(event.regarding['namespace']).toBeUndefined();
  });
});
