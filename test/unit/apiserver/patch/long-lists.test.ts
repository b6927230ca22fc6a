import { describe, expect, test } from '@jest/globals';
import { mergeConfiguration } from '../../../../apiserver/apply/merge.ts';
import { strategicMerge } from '../../../../apiserver/patch/strategic-merge.ts';
import type { Schema } from '../../../../apiserver/schema/schema.ts';
import { validateSchema } from '../../../../apiserver/schema/validate.ts';

/** So many that comparing each with all others would take too long. */
const COUNT = 40_000;
const names = Array.from({ length: COUNT }, (_, index) => `n${index}`);
const items = names.map((name) => ({ name }));

const set: Schema = {
  type: 'array',
  items: { type: 'string' },
  'x-kubernetes-list-type': 'set',
  'x-kubernetes-patch-strategy': 'merge',
};
const map: Schema = {
  type: 'array',
  items: { type: 'object', properties: { name: { type: 'string' } } },
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
  'x-kubernetes-patch-strategy': 'merge',
  'x-kubernetes-patch-merge-key': 'name',
};
const SCHEMA: Schema = { type: 'object', properties: { set, map } };
const LISTS = { set: names, map: items };

/** Comparing texts is fast. */
const text = (value: unknown): string => JSON.stringify(value);

describe('long lists', () => {
  test('are merged by a strategic merge patch', () => {
    const reversed = { set: names.toReversed(), map: items.toReversed() };
    expect(text(strategicMerge({}, LISTS, SCHEMA))).toBe(text(LISTS));
    expect(text(strategicMerge(reversed, LISTS, SCHEMA))).toBe(text(LISTS));
    const order = { '$setElementOrder/set': names, '$setElementOrder/map': items };
    expect(text(strategicMerge(reversed, order, SCHEMA))).toBe(text(LISTS));
    expect(text(strategicMerge(LISTS, { '$deleteFromPrimitiveList/set': names }, SCHEMA))).toBe(
      text({ set: [], map: items }),
    );
  });

  test('are applied', () => {
    expect(text(mergeConfiguration(LISTS, LISTS, SCHEMA))).toBe(text(LISTS));
    expect(text(mergeConfiguration({ set: ['first'], map: [] }, LISTS, SCHEMA))).toBe(
      text({
        set: ['first', ...names],
        map: items,
      }),
    );
  });

  test('are validated, also against what was there before', () => {
    expect(validateSchema(LISTS, SCHEMA)).toEqual([]);
    expect(validateSchema(LISTS, SCHEMA, '', { set: [], map: items.toReversed() })).toEqual([]);
    expect(validateSchema({ set: [...names, 'n7'], map: [...items, { name: 'n8' }] }, SCHEMA)).toHaveLength(2);
  });
});
