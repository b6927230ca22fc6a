import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  collect,
  FOREGROUND,
  ORPHAN,
  OwnershipGraph,
  type OwnedObject,
} from '../../../deploy/local/controllers/garbage-collector/ownership-graph.ts';

const ref = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };

function object(uid: string, owners: readonly string[] = [], change: Partial<OwnedObject> = {}): OwnedObject {
  const references = owners.map((owner) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: owner,
    uid: owner,
    blockOwnerDeletion: true,
  }));
  return { ref, namespace: 'demo', name: uid, uid, deleting: false, finalizers: [], owners: references, ...change };
}

function graphOf(...objects: OwnedObject[]): OwnershipGraph {
  const graph = new OwnershipGraph();
  for (const item of objects) graph.put(item);
  return graph;
}

describe('collect', () => {
  const child = object('child', ['parent']);

  test('an object whose owner lives stays', () => {
    expect(collect(child, graphOf(object('parent'), child))).toEqual([]);
  });

  test('an object whose last owner is gone goes, with what it owns in the background', () => {
    expect(collect(child, graphOf(child))).toMatchObject([
      { do: 'delete', propagation: 'Background', absent: [{ uid: 'parent' }] },
    ]);
  });

  test('one owner of two that is gone is only taken off', () => {
    const shared = object('child', ['parent', 'other']);
    expect(collect(shared, graphOf(object('other'), shared))).toMatchObject([{ do: 'disown', uids: ['parent'] }]);
  });

  test('foreground: dependents go first, level by level, then the owner', () => {
    const parent = object('parent', [], { deleting: true, finalizers: [FOREGROUND] });
    const grandchild = object('grandchild', ['child']);
    const graph = graphOf(parent, child, grandchild);
    expect(collect(parent, graph)).toEqual([]);
    expect(collect(child, graph)).toMatchObject([{ do: 'delete', propagation: 'Foreground', absent: [] }]);
    graph.remove('grandchild');
    expect(collect(child, graph)).toMatchObject([{ do: 'delete', propagation: 'Background' }]);
    expect(graph.remove('child')).toContain('parent');
    expect(collect(parent, graph)).toMatchObject([{ do: 'release', finalizer: FOREGROUND }]);
  });

  test('orphan: dependents are let go, then the owner', () => {
    const parent = object('parent', [], { deleting: true, finalizers: [ORPHAN] });
    const graph = graphOf(parent, child);
    expect(collect(parent, graph)).toMatchObject([{ do: 'disown', object: { uid: 'child' }, uids: ['parent'] }]);
    expect(graph.put(object('child'))).toContain('parent');
    expect(collect(parent, graph)).toMatchObject([{ do: 'release', finalizer: ORPHAN }]);
  });

  test('an owner of the same name but another uid is no owner', () => {
    expect(collect(child, graphOf(object('parent-2', [], { name: 'parent' }), child))).toMatchObject([
      { do: 'delete' },
    ]);
  });
});

test('whatever the order of events, exactly the objects that a living root reaches survive', () => {
  // Each object owns by index: owners have smaller numbers, so that there is no cycle.
  const forest = fc.array(fc.option(fc.nat(), { nil: undefined }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(forest, fc.nat(), (parents, doomed) => {
      const objects = parents.map((parent, index) =>
        object(`o${index}`, parent === undefined || index === 0 ? [] : [`o${parent % index}`]),
      );
      const graph = graphOf(...objects);
      const alive = new Map(objects.map((item) => [item.uid, item]));
      const queue: string[] = [];
      const drop = (uid: string): void => {
        alive.delete(uid);
        queue.push(...graph.remove(uid));
      };
      const victim = `o${doomed % objects.length}`;
      drop(victim);
      for (let uid = queue.shift(); uid !== undefined; uid = queue.shift()) {
        const item = graph.get(uid);
        if (item && collect(item, graph).some((step) => step.do === 'delete')) drop(uid);
      }
      const reaches = (item: OwnedObject): boolean =>
        item.uid !== victim && item.owners.every(({ uid }) => reaches(objects.find((o) => o.uid === uid) ?? item));
      expect([...alive.keys()].sort()).toEqual(
        objects
          .filter(reaches)
          .map(({ uid }) => uid)
          .sort(),
      );
    }),
  );
});
