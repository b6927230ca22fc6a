import { describe, expect, test } from '@jest/globals';
import { core } from '../../../kubernetes/core-resources.ts';
import type { Informer, InformerEvent, InformerHandler } from '../../../operator/kit/cache/informer.ts';
import {
  annotationsChanged,
  anyOf,
  generationChanged,
  labelsChanged,
} from '../../../operator/kit/controller/predicates.ts';
import { forObjects, mappedFrom, ownedBy } from '../../../operator/kit/controller/source.ts';
import type { Source } from '../../../operator/kit/controller/source.ts';
import { thing } from './support/objects.ts';
import type { Thing } from './support/objects.ts';

const added = (object: Thing, initial = false): InformerEvent<Thing> => ({ type: 'added', object, initial });
const updated = (old: Thing, object: Thing, resync = false): InformerEvent<Thing> => ({
  type: 'updated',
  old,
  object,
  resync,
});

/** What a source enqueues for the events. */
function enqueued(make: (informer: Informer<Thing>) => Source, ...events: InformerEvent<Thing>[]): string[] {
  let tell: InformerHandler<Thing> = () => undefined;
  const informer = {
    hasSynced: true,
    onEvent: (handler: InformerHandler<Thing>) => {
      tell = handler;
      return () => undefined;
    },
  } as unknown as Informer<Thing>;
  const keys: string[] = [];
  make(informer).attach((key, priority) => keys.push(`${key} ${priority}`));
  for (const event of events) tell(event);
  return keys;
}

describe('sources', () => {
  test('the initial list and resyncs have low priority', () => {
    const a = thing('a', '1');
    const keys = enqueued(
      (informer) => forObjects(informer),
      added(a, true),
      added(a),
      updated(a, a, true),
      updated(a, a),
    );
    expect(keys).toEqual(['ns/a low', 'ns/a normal', 'ns/a low', 'ns/a normal']);
  });

  test('an owned object leads to its controller of the same group and kind only', () => {
    const reference = { apiVersion: 'apps/v1beta2', kind: 'Deployment', name: 'web', uid: '1', controller: true };
    const owned = thing('a', '1', {
      ownerReferences: [
        { ...reference, name: 'not-controller', controller: false },
        { ...reference, name: 'other-group', apiVersion: 'extensions/v1' },
        { ...reference, name: 'other-kind', kind: 'ReplicaSet' },
        reference,
      ],
    });
    expect(enqueued((informer) => ownedBy(informer, core.deployments), added(owned))).toEqual(['ns/web normal']);
    const byNode = thing('b', '1', { ownerReferences: [{ ...reference, apiVersion: 'v1', kind: 'Node', name: 'n1' }] });
    expect(enqueued((informer) => ownedBy(informer, core.nodes), added(byNode))).toEqual(['n1 normal']);
  });

  test('an update reaches those who lose the object and those who get it, each once', () => {
    const keysOf = (object: Thing): string[] => Object.keys(object.metadata.labels ?? {});
    const old = thing('a', '1', { labels: { x: '', y: '' } });
    const now = thing('a', '2', { labels: { y: '', z: '' } });
    const keys = enqueued((informer) => mappedFrom(informer, keysOf), updated(old, now));
    expect(keys).toEqual(['x normal', 'y normal', 'z normal']);
  });
});

describe('predicates', () => {
  const old = thing('a', '1', { generation: 1, labels: { x: '1' }, annotations: { n: '1' } });
  const variants = {
    status: thing('a', '2', { generation: 1, labels: { x: '1' }, annotations: { n: '1' } }),
    spec: thing('a', '2', { generation: 2, labels: { x: '1' }, annotations: { n: '1' } }),
    label: thing('a', '2', { generation: 1, labels: { x: '2' }, annotations: { n: '1' } }),
    annotation: thing('a', '2', { generation: 1, labels: { x: '1' } }),
  };
  const passing = (predicate: typeof generationChanged): string[] =>
    Object.entries(variants).flatMap(([name, object]) => (predicate(updated(old, object)) ? [name] : []));

  test('pass the updates they are named after', () => {
    expect(passing(generationChanged)).toEqual(['spec']);
    expect(passing(labelsChanged)).toEqual(['label']);
    expect(passing(annotationsChanged)).toEqual(['annotation']);
    expect(passing(anyOf(generationChanged, labelsChanged))).toEqual(['spec', 'label']);
  });

  test('pass everything that is no update, and resyncs', () => {
    const deleted: InformerEvent<Thing> = { type: 'deleted', object: old, finalStateUnknown: false };
    for (const event of [added(old), deleted, updated(old, old, true)]) expect(generationChanged(event)).toBe(true);
  });
});
