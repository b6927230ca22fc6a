import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ObjectStore } from '../../../operator/kit/cache/object-store.ts';
import { thing } from './support/objects.ts';
import type { Thing } from './support/objects.ts';

const byLabels = (object: Thing): string[] => Object.values(object.metadata.labels ?? {});

describe('ObjectStore', () => {
  test('an index always equals a search through all objects', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const labels = fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', '3'));
    const step = fc.record({ name, labels, remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(30), (steps, indexedAt) => {
        const store = new ObjectStore<Thing>();
        steps.forEach((next, number) => {
          if (number === Math.min(indexedAt, steps.length - 1)) store.addIndex('labels', byLabels);
          if (next.remove) store.delete(`ns/${next.name}`);
          else store.put(thing(next.name, String(number), { labels: next.labels }));
        });
        store.addIndex('labels', byLabels);
        for (const value of ['1', '2', '3']) {
          const expected = store.list().filter((object) => byLabels(object).includes(value));
          expect(new Set(store.byIndex('labels', value))).toEqual(new Set(expected));
        }
      }),
    );
  });

  test('lists one namespace', () => {
    const store = new ObjectStore<Thing>();
    store.put(thing('a', '1'));
    store.put(thing('a', '2', { namespace: 'other' }));
    expect(store.list('ns').map((object) => object.metadata.resourceVersion)).toEqual(['1']);
    expect(store.size).toBe(2);
  });

  test('an unknown index and a second one of the same name are mistakes', () => {
    const store = new ObjectStore<Thing>();
    store.addIndex('labels', byLabels);
    expect(() => store.byIndex('nope', 'x')).toThrow(RangeError);
    expect(() => store.addIndex('labels', () => [])).toThrow(RangeError);
  });
});
