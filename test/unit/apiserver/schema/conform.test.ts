import { describe, expect, test } from '@jest/globals';
import { schemaMark } from '../../../../apiserver/kinds/custom/schema-mark.ts';
import { completed, isComplete, pruned } from '../../../../apiserver/schema/conform.ts';
import type { Schema } from '../../../../apiserver/schema/schema.ts';

const schemaOf = (spec: Schema): Schema => ({ type: 'object', properties: { spec: { type: 'object', ...spec } } });
const SCHEMA = schemaOf({
  properties: {
    size: { type: 'integer' },
    replicas: { type: 'integer', default: 1 },
    note: { type: 'string', nullable: true, default: 'n' },
    nested: { type: 'object', default: {}, properties: { a: { type: 'string', default: 'b' } } },
    list: { type: 'array', items: { type: 'object', properties: { of: { type: 'string', default: 'wood' } } } },
    map: { type: 'object', additionalProperties: { type: 'string', default: 'm' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    pod: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: {} },
  },
});
const objectOf = (spec: object, more: object = {}) => ({
  apiVersion: 'a.dev/v1',
  kind: 'Box',
  metadata: { name: 'one' },
  spec,
  ...more,
});
const COMPLETE = { replicas: 1, note: 'n', nested: { a: 'b' } };

describe('a custom resource', () => {
  test.each([
    ['a field its schema does not know', objectOf({ ...COMPLETE, gone: 1 }), COMPLETE],
    ['a field at its root that is not known', objectOf(COMPLETE, { gone: {} }), COMPLETE],
    ['a null that is not allowed', objectOf({ ...COMPLETE, size: null }), COMPLETE],
    ['a null in place of a default', objectOf({ ...COMPLETE, replicas: null }), COMPLETE],
    ['no default', objectOf({ note: null }), { ...COMPLETE, note: null }],
    ['no default in an item', objectOf({ ...COMPLETE, list: [{}] }), { ...COMPLETE, list: [{ of: 'wood' }] }],
    ['a null in a map with a default', objectOf({ ...COMPLETE, map: { a: null } }), { ...COMPLETE, map: { a: 'm' } }],
    [
      'a field its embedded resource does not know',
      objectOf({ ...COMPLETE, pod: { kind: 'P', x: 1 } }),
      { ...COMPLETE, pod: { kind: 'P' } },
    ],
  ])('with %s is completed, and the one that was given stays as it was', (_, object, spec) => {
    const before = structuredClone(object);
    expect(isComplete(object, SCHEMA)).toBe(false);
    const made = completed(object, SCHEMA);
    expect(made).toEqual(objectOf(spec));
    expect(object).toEqual(before);
    expect(completed(made, SCHEMA)).toBe(made);
  });

  test('that lacks nothing and has nothing too much is not copied', () => {
    const object = objectOf({ ...COMPLETE, free: { any: [null] }, list: [{ of: 'x' }], map: { a: 'b' } });
    expect(completed(object, SCHEMA)).toBe(object);
    expect(pruned(object, SCHEMA)).toBe(object);
  });

  test('is pruned without getting defaults', () => {
    expect(pruned(objectOf({ size: 1, gone: 1, replicas: null }), SCHEMA)).toEqual(
      objectOf({ size: 1, replicas: null }),
    );
    const lacking = objectOf({ size: 1 });
    expect(pruned(lacking, SCHEMA)).toBe(lacking);
  });
});

describe('the mark of a schema', () => {
  const marked = (spec: Schema): string => schemaMark(schemaOf(spec));
  const base = marked({ properties: { a: { type: 'string' } } });

  test('is the same where only words and checks differ', () => {
    expect(marked({ description: 'd', properties: { a: { type: 'string', maxLength: 3 } } })).toBe(base);
  });

  test.each<[string, Schema]>([
    ['a property more', { properties: { a: { type: 'string' }, b: { type: 'string' } } }],
    ['another name', { properties: { b: { type: 'string' } } }],
    ['a default', { properties: { a: { type: 'string', default: 'x' } } }],
    ['null allowed', { properties: { a: { type: 'string', nullable: true } } }],
    ['unknown fields kept', { 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'string' } } }],
  ])('is another with %s', (_, spec) => expect(marked(spec)).not.toBe(base));
});
