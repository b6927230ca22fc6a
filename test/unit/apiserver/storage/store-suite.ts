import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Store, StoreEvent } from '../../../../apiserver/storage/index.ts';
import {
  CompactedError,
  FutureRevisionError,
  KeyExistsError,
  RevisionMismatchError,
} from '../../../../apiserver/storage/index.ts';
import { MemoryModel } from './memory-store.ts';

/** Collects what a watch brings until it has seen `revision`. */
function watchUntil(store: Store, prefix: string, afterRevision: number): Promise<StoreEvent[]> {
  return new Promise((resolve, reject) => {
    const events: StoreEvent[] = [];
    const watch = store.watch(
      { prefix, afterRevision },
      { events: (batch) => events.push(...batch), failed: (error) => reject(error) },
    );
    void watch
      .progress()
      .then(() => resolve(events))
      .catch(reject)
      .finally(() => watch.close());
  });
}

type Command =
  { kind: 'create' | 'update' | 'delete'; key: number; stale: boolean } | { kind: 'list'; back: number; limit: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('create', 'update', 'delete'),
    key: fc.nat({ max: 5 }),
    stale: fc.boolean(),
  }) as fc.Arbitrary<Command>,
  fc.record({
    kind: fc.constant('list'),
    back: fc.nat({ max: 8 }),
    limit: fc.nat({ max: 4 }),
  }) as fc.Arbitrary<Command>,
);

/** Walks every page of the state at `revision`. */
async function listAll(store: Store, prefix: string, revision: number, limit: number) {
  const records = [];
  let after: string | undefined;
  for (;;) {
    const page = await store.list({ prefix, revision, limit, ...(after !== undefined && { after }) });
    records.push(...page.records);
    after = page.records.at(-1)?.key;
    if (page.remaining === 0 || after === undefined) return records;
  }
}

async function apply(store: Store, model: MemoryModel, prefix: string, step: Command): Promise<void> {
  if (step.kind === 'list') {
    const at = Math.max(model.revision - step.back, model.events[0]?.revision ?? model.revision);
    expect(await listAll(store, prefix, at, step.limit)).toEqual(model.list(prefix, at));
    return;
  }
  const key = `${prefix}k${step.key}`;
  const current = model.get(key);
  const expected = (current?.revision ?? 0) + (step.stale ? 1 : 0);
  const value = JSON.stringify({ written: model.revision });
  if (step.kind === 'create') {
    if (current) return void (await expect(store.create(key, value)).rejects.toThrow(KeyExistsError));
    await store.create(key, value);
    return model.put(key, value);
  }
  const write = step.kind === 'update' ? store.update(key, value, expected) : store.delete(key, expected);
  if (!current || step.stale) {
    await expect(write).rejects.toMatchObject({ current });
    return;
  }
  await write;
  if (step.kind === 'update') model.put(key, value);
  else model.delete(key);
}

/** What every backend must do. @param open makes an empty store @param numRuns of the model test */
export function describeStore(name: string, open: () => Promise<Store>, numRuns: number): void {
  describe(`the ${name} store`, () => {
    let store: Store;
    let prefixes = 0;
    const prefix = (): string => `/p${prefixes++}/`;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    test('behaves as the model for any sequence of commands', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 25 }), async (commands) => {
          const space = prefix();
          const model = new MemoryModel(await store.revision());
          const start = model.revision;
          for (const step of commands) await apply(store, model, space, step);
          expect(await store.revision()).toBe(model.revision);
          expect((await store.list({ prefix: space })).records).toEqual(model.list(space));
          expect(await watchUntil(store, space, start)).toEqual(model.after(space, start));
          const middle = start + Math.floor((model.revision - start) / 2);
          expect(await watchUntil(store, space, middle)).toEqual(model.after(space, middle));
        }),
        { numRuns },
      );
    });

    test('lets one of many concurrent writers through, each revision once', async () => {
      const key = `${prefix()}contended`;
      const created = await store.create(key, '0');
      const writes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => store.update(key, String(index), created.revision)),
      );
      const won = writes.filter((write) => write.status === 'fulfilled');
      expect(won).toHaveLength(1);
      const refused = writes.find((write) => write.status === 'rejected');
      expect(refused?.reason).toBeInstanceOf(RevisionMismatchError);
      expect((refused?.reason as RevisionMismatchError).current).toEqual(won[0]?.value);
    });

    test('gives concurrent creations revisions of their own', async () => {
      const space = prefix();
      const records = await Promise.all(Array.from({ length: 50 }, (_, n) => store.create(`${space}${n}`, 'v')));
      expect(new Set(records.map(({ revision }) => revision)).size).toBe(50);
    });

    test('brings live events with the value before', async () => {
      const space = prefix();
      const seen = Promise.withResolvers<StoreEvent[]>();
      const events: StoreEvent[] = [];
      const watch = store.watch(
        { prefix: space, afterRevision: await store.revision() },
        {
          events: (batch) => {
            events.push(...batch);
            if (events.length === 3) seen.resolve(events);
          },
          failed: seen.reject,
        },
      );
      await watch.progress();
      const first = await store.create(`${space}a`, 'one');
      await store.create(`/elsewhere${space}a`, 'x');
      const second = await store.update(first.key, 'two', first.revision);
      const revision = await store.delete(first.key, second.revision);
      expect(await seen.promise).toEqual([
        { key: first.key, revision: first.revision, record: first },
        { key: first.key, revision: second.revision, record: second, previous: first },
        { key: first.key, revision, previous: second },
      ]);
      expect(await watch.progress()).toBeGreaterThanOrEqual(revision);
      watch.close();
    });

    test('starts a watch at a revision that is still to come', async () => {
      const space = prefix();
      const now = await store.create(`${space}a`, '1');
      const seen = Promise.withResolvers<readonly StoreEvent[]>();
      const watch = store.watch(
        { prefix: space, afterRevision: now.revision + 1 },
        { events: (batch) => batch.length > 0 && seen.resolve(batch), failed: seen.reject },
      );
      await store.create(`${space}b`, '2');
      const third = await store.create(`${space}c`, '3');
      expect(await seen.promise).toEqual([{ key: third.key, revision: third.revision, record: third }]);
      watch.close();
    });

    test('forgets replaced and removed values when compacted, and says so', async () => {
      const space = prefix();
      const first = await store.create(`${space}a`, '1');
      const second = await store.update(first.key, '2', first.revision);
      const gone = await store.create(`${space}gone`, 'x');
      const removal = await store.delete(gone.key, gone.revision);
      const third = await store.update(first.key, '3', second.revision);
      await store.compact(removal);
      await expect(store.list({ prefix: space, revision: second.revision })).rejects.toThrow(CompactedError);
      await expect(watchUntil(store, space, first.revision)).rejects.toThrow(CompactedError);
      expect((await store.list({ prefix: space, revision: removal })).records).toEqual([second]);
      expect(await watchUntil(store, space, removal)).toEqual([
        { key: first.key, revision: third.revision, record: third, previous: second },
      ]);
    });

    test('refuses a revision of the future', async () => {
      const revision = (await store.revision()) + 1000;
      await expect(store.list({ prefix: prefix(), revision })).rejects.toThrow(FutureRevisionError);
    });
  });
}
