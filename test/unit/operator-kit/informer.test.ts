import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WatchEvent } from '../../../kubernetes/kubernetes-client.ts';
import { createInformer } from '../../../operator/kit/cache/informer.ts';
import type { Informer, InformerEvent, InformerParts } from '../../../operator/kit/cache/informer.ts';
import type { KubernetesList } from '../../../resources/kind.ts';
import { FakeClock, settle } from './support/fake-clock.ts';
import { silent, thing } from './support/objects.ts';
import type { Thing } from './support/objects.ts';
import { gone, reset, ScriptedListWatch } from './support/scripted-list-watch.ts';

function listOf(resourceVersion: string, ...items: Thing[]): KubernetesList<Thing> {
  return { metadata: { resourceVersion }, items };
}

const event = (type: WatchEvent<Thing>['type'], object: Thing): WatchEvent<Thing> => ({ type, object });

interface Running {
  readonly clock: FakeClock;
  readonly informer: Informer<Thing>;
  readonly seen: string[];
  readonly stop: () => Promise<void>;
}

function describeEvent(seen: InformerEvent<Thing>): string {
  const version = (object: Thing): string => `${object.metadata.name}@${object.metadata.resourceVersion}`;
  if (seen.type === 'updated')
    return `${seen.resync ? 'resync' : 'updated'} ${version(seen.old)} → ${version(seen.object)}`;
  const mark = seen.type === 'added' ? seen.initial && ' initial' : seen.finalStateUnknown && ' unseen';
  return `${seen.type} ${version(seen.object)}${mark || ''}`;
}

async function run(source: ScriptedListWatch, parts: Partial<InformerParts<Thing>> = {}): Promise<Running> {
  const clock = new FakeClock();
  const seen: string[] = [];
  const informer = createInformer<Thing>({ source, clock, logger: silent, random: () => 0, ...parts });
  informer.onEvent((next) => seen.push(describeEvent(next)));
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  await settle();
  return {
    clock,
    informer,
    seen,
    stop: async () => {
      stop.abort();
      await running;
      expect(clock.pendingTimers).toBe(0);
    },
  };
}

describe('informer', () => {
  test('lists, then follows the watch with old and new states', async () => {
    const events = [
      event('ADDED', thing('b', '11')),
      event('MODIFIED', thing('a', '12')),
      event('DELETED', thing('b', '13')),
    ];
    const { informer, seen, stop } = await run(new ScriptedListWatch([listOf('10', thing('a', '5'))], [{ events }]));
    expect(seen).toEqual(['added a@5 initial', 'added b@11', 'updated a@5 → a@12', 'deleted b@13']);
    expect(informer.hasSynced).toBe(true);
    expect(informer.list().map((object) => object.metadata.resourceVersion)).toEqual(['12']);
    await stop();
  });

  test('has not synced before the first list', async () => {
    const source = new ScriptedListWatch([reset(), listOf('1')]);
    const { clock, informer, stop } = await run(source);
    expect(informer.hasSynced).toBe(false);
    await clock.advance(200);
    expect(informer.hasSynced).toBe(true);
    await stop();
  });

  test('reads page by page, and whole when a page has expired', async () => {
    const page = { metadata: { resourceVersion: '9', continue: 'next' }, items: [thing('a', '1')] };
    const source = new ScriptedListWatch([page, listOf('9', thing('b', '2'))]);
    const paged = await run(source);
    expect(source.calls).toEqual(['list', 'list next', 'watch 9']);
    expect(paged.informer.size).toBe(2);
    await paged.stop();

    const expired = new ScriptedListWatch([page, gone, listOf('12', thing('b', '2'))]);
    const whole = await run(expired);
    expect(expired.calls).toEqual(['list', 'list next', 'list whole', 'watch 12']);
    expect(whole.informer.size).toBe(1);
    await whole.stop();
  });

  test('resumes a broken watch from the last version, bookmarks included, without another list', async () => {
    const source = new ScriptedListWatch(
      [listOf('10')],
      [
        { events: [event('ADDED', thing('a', '11'))], end: reset() },
        { events: [event('BOOKMARK', thing('', '20'))], end: reset() },
        { end: 'silent' },
      ],
    );
    const { clock, stop } = await run(source);
    await clock.advance(200);
    await clock.advance(200);
    expect(source.calls).toEqual(['list', 'watch 10', 'watch 11', 'watch 20']);
    await stop();
  });

  test('waits longer from failure to failure, up to a limit, and at once after a good watch', async () => {
    const source = new ScriptedListWatch(
      [listOf('1')],
      Array.from({ length: 12 }, () => ({ end: reset() })),
    );
    const { clock, stop } = await run(source);
    const attemptsAfter = async (ms: number): Promise<number> => {
      await clock.advance(ms);
      return source.calls.length - 1;
    };
    expect(await attemptsAfter(0)).toBe(1);
    expect(await attemptsAfter(200)).toBe(2);
    expect(await attemptsAfter(399)).toBe(2);
    expect(await attemptsAfter(1)).toBe(3);
    await clock.advance(120_000);
    const before = source.calls.length;
    await clock.advance(30_000);
    expect(source.calls.length).toBe(before + 1);
    await stop();
  });

  test('after 410 lists anew and tells of what it missed', async () => {
    const source = new ScriptedListWatch(
      [
        listOf('10', thing('same', '1'), thing('changed', '2'), thing('gone', '3'), thing('reborn', '4')),
        listOf(
          '50',
          thing('same', '1'),
          thing('changed', '40'),
          thing('reborn', '41', { uid: 'other' }),
          thing('new', '42'),
        ),
      ],
      [{ end: gone }],
    );
    const { clock, seen, stop } = await run(source);
    seen.length = 0;
    await clock.advance(200);
    expect(seen).toEqual([
      'updated changed@2 → changed@40',
      'deleted reborn@4 unseen',
      'added reborn@41',
      'added new@42',
      'deleted gone@3 unseen',
    ]);
    expect(source.calls).toEqual(['list', 'watch 10', 'list', 'watch 50']);
    await stop();
  });

  test('gives up a watch that should have ended long ago', async () => {
    const source = new ScriptedListWatch([listOf('1')], [{ end: 'silent' }]);
    const { clock, stop } = await run(source);
    await clock.advance(329_999);
    expect(source.calls).toEqual(['list', 'watch 1']);
    await clock.advance(201);
    expect(source.calls).toEqual(['list', 'watch 1', 'watch 1']);
    await stop();
  });

  test('does not spin when a server ends every watch at once', async () => {
    const source = new ScriptedListWatch(
      [listOf('1')],
      Array.from({ length: 50 }, () => ({ end: 'closed' as const })),
    );
    const { clock, stop } = await run(source);
    await clock.advance(10_000);
    expect(source.calls.length).toBeLessThan(10);
    await stop();
  });

  test('caches frozen objects without managedFields and leaves the received one as it is', async () => {
    const received = thing('a', '1', { managedFields: [{}], labels: { x: '1' } });
    const { informer, stop } = await run(new ScriptedListWatch([listOf('1', received)]));
    const cached = informer.get('ns/a');
    expect(cached?.metadata.managedFields).toBeUndefined();
    expect(Object.isFrozen(cached?.metadata.labels)).toBe(true);
    expect(received.metadata.managedFields).toHaveLength(1);
    await stop();
  });

  test('one faulty handler keeps nobody from the event', async () => {
    const source = new ScriptedListWatch([listOf('1', thing('a', '1'))]);
    const informer = createInformer<Thing>({ source, clock: new FakeClock(), logger: silent });
    const seen: string[] = [];
    informer.onEvent(() => {
      throw new Error('faulty');
    });
    informer.onEvent((next) => seen.push(next.type));
    const stop = new AbortController();
    const running = informer.run(stop.signal);
    await settle();
    expect(seen).toEqual(['added']);
    expect(informer.size).toBe(1);
    stop.abort();
    await running;
  });

  test('a late handler is told of what is there, and a removed one of nothing', async () => {
    const { informer, stop } = await run(new ScriptedListWatch([listOf('1', thing('a', '1'))]));
    const seen: string[] = [];
    informer.onEvent((next) => seen.push(describeEvent(next)))();
    expect(seen).toEqual(['added a@1 initial']);
    await stop();
  });

  test('shows everything again at every resync', async () => {
    const source = new ScriptedListWatch([listOf('1', thing('a', '1'))]);
    const { clock, seen, stop } = await run(source, { resyncMs: 1000 });
    seen.length = 0;
    await clock.advance(2500);
    expect(seen).toEqual(['resync a@1 → a@1', 'resync a@1 → a@1']);
    await stop();
  });

  test('equals the source in the end, whatever breaks, and its events replay to the same', async () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const change = fc.record({ name, remove: fc.boolean() });
    const breakage = fc.constantFrom('closed' as const, 'reset' as const, 'gone' as const);
    const rounds = fc.array(fc.record({ seen: fc.array(change), missed: fc.array(change), breakage }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(rounds, async (script) => {
        const world = new Map<string, Thing>();
        const source = new ScriptedListWatch([listOf('0')]);
        let version = 0;
        const apply = ({ name: target, remove }: { name: string; remove: boolean }): WatchEvent<Thing>[] => {
          const old = world.get(target);
          if (remove && !old) return [];
          version++;
          const next = thing(target, String(version), { uid: old?.metadata.uid ?? `uid-${version}` });
          if (remove) world.delete(target);
          else world.set(target, next);
          return [event(remove ? 'DELETED' : old ? 'MODIFIED' : 'ADDED', next)];
        };
        let carried: WatchEvent<Thing>[] = [];
        for (const round of script) {
          const events = [...carried, ...round.seen.flatMap(apply)];
          carried = round.missed.flatMap(apply);
          const end = { closed: 'closed' as const, reset: reset(), gone }[round.breakage];
          source.watches.push({ events, end });
          if (round.breakage !== 'gone') continue;
          source.lists.push(listOf(String(version), ...world.values()));
          carried = [];
        }
        source.watches.push({ events: carried, end: 'silent' });
        const { clock, informer, stop } = await run(source);
        const replayed = new Map<string, string | undefined>();
        informer.onEvent((next) => {
          if (next.type === 'deleted') replayed.delete(next.object.metadata.name);
          else replayed.set(next.object.metadata.name, next.object.metadata.resourceVersion);
        });
        await clock.advance(200_000);
        const expected = new Map([...world].map(([key, object]) => [key, object.metadata.resourceVersion]));
        expect(new Map(informer.list().map(({ metadata }) => [metadata.name, metadata.resourceVersion]))).toEqual(
          expected,
        );
        expect(replayed).toEqual(expected);
        await stop();
      }),
      { numRuns: 100 },
    );
  });
});
