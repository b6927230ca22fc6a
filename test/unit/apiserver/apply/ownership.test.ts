import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fieldsOf } from '../../../../apiserver/apply/fields-of.ts';
import { fromFieldsV1, pathsOf, toFieldsV1 } from '../../../../apiserver/apply/field-set.ts';
import type { Owners } from '../../../../apiserver/apply/managed-fields.ts';
import { capUpdaters, managerKey, readOwners, writeOwners } from '../../../../apiserver/apply/managed-fields.ts';
import { applyConfiguration, ownersAfterUpdate } from '../../../../apiserver/apply/ownership.ts';
import type { Writer } from '../../../../apiserver/apply/ownership.ts';
import { printPath } from '../../../../apiserver/apply/path-element.ts';
import type { Schema } from '../../../../apiserver/schema/schema.ts';

const text: Schema = { type: 'string' };
const SCHEMA: Schema = {
  type: 'object',
  properties: {
    data: { type: 'object', additionalProperties: text },
    tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
    args: { type: 'array', items: text },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port'],
      items: { type: 'object', properties: { port: { type: 'integer' }, name: text } },
    },
  },
};

const NONE: Owners = new Map();
const writer = (name: string, operation: 'Apply' | 'Update' = 'Apply'): Writer => ({
  manager: { name, operation, apiVersion: 'v1', subresource: '' },
  schema: SCHEMA,
  time: '2026-01-01T00:00:00Z',
  ownable: (fields) => fields,
});

/** Such as `{ data: { a: 'x' }, ports: [{ port: 1 }] }`, with few keys, so that configurations meet. */
const key = fc.constantFrom('a', 'b', 'c');
const configuration = fc.record(
  {
    data: fc.dictionary(key, key, { minKeys: 1, maxKeys: 3 }),
    tags: fc.uniqueArray(key, { minLength: 1 }),
    args: fc.array(key, { minLength: 1, maxLength: 3 }),
    ports: fc.uniqueArray(fc.record({ port: fc.integer({ min: 1, max: 4 }), name: key }, { requiredKeys: ['port'] }), {
      selector: ({ port }) => port,
      minLength: 1,
    }),
  },
  { requiredKeys: [] },
);

const apply = (owners: Owners, live: unknown, wanted: unknown, name: string) =>
  applyConfiguration(owners, { live, configuration: wanted, force: true }, writer(name));

const paths = (value: unknown): string[] => pathsOf(fieldsOf(value, SCHEMA)).map(printPath);

describe('apply', () => {
  test('applied again it changes nothing', () => {
    fc.assert(
      fc.property(configuration, configuration, (first, second) => {
        const one = apply(NONE, {}, first, 'one');
        const two = apply(one.owners, one.object, second, 'two');
        const again = apply(two.owners, two.object, second, 'two');
        expect(again.object).toEqual(two.object);
        expect(writeOwners(again.owners)).toEqual(writeOwners(two.owners));
      }),
    );
  });

  test('what it asks for is there, and what only it asked for before is gone', () => {
    fc.assert(
      fc.property(configuration, configuration, (first, second) => {
        const one = apply(NONE, {}, first, 'one');
        const changed = apply(one.owners, one.object, second, 'one');
        expect(new Set(paths(changed.object))).toEqual(new Set(paths(second)));
      }),
    );
  });

  test('a field two applied stays when one takes it back, and goes with the last', () => {
    fc.assert(
      fc.property(configuration, (wanted) => {
        const one = apply(NONE, {}, wanted, 'one');
        const two = apply(one.owners, one.object, wanted, 'two');
        const left = apply(two.owners, two.object, {}, 'one');
        expect(left.object).toEqual(wanted);
        expect(apply(left.owners, left.object, {}, 'two').object).toEqual({});
      }),
    );
  });

  test('what others updated stays when it is taken back', () => {
    const one = apply(NONE, {}, { data: { a: '1' } }, 'one');
    const after = { data: { a: '1', b: '2' } };
    const owners = ownersAfterUpdate(one.owners, { before: one.object, after }, writer('two', 'Update'));
    expect(apply(owners, after, {}, 'one').object).toEqual({ data: { b: '2' } });
  });

  test('without force it takes nothing from others, and says what it would', () => {
    const one = apply(NONE, {}, { data: { a: '1' }, ports: [{ port: 1, name: 'x' }] }, 'one');
    const wanted = { data: { a: '2' }, ports: [{ port: 1, name: 'y' }] };
    const states = { live: one.object, configuration: wanted, force: false };
    expect(() => applyConfiguration(one.owners, states, writer('two'))).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .ports[port=1].name',
    );
  });

  test('by force it owns alone what it changes', () => {
    const one = apply(NONE, {}, { data: { a: '1', b: '1' } }, 'one');
    const two = apply(one.owners, one.object, { data: { a: '2' } }, 'two');
    const fields = Object.fromEntries([...two.owners.values()].map((owner) => [owner.name, toFieldsV1(owner.fields)]));
    expect(fields).toEqual({ one: { 'f:data': { 'f:b': {} } }, two: { 'f:data': { 'f:a': {} } } });
  });

  test('applied items keep their order among those of others', () => {
    const live = { ports: [1, 2, 3].map((port) => ({ port })) };
    const { object } = apply(NONE, live, { ports: [{ port: 3 }, { port: 4 }, { port: 1 }] }, 'one');
    expect(object).toEqual({ ports: [{ port: 2 }, { port: 3 }, { port: 4 }, { port: 1 }] });
  });
});

describe('an update', () => {
  test('owns what it changes, and no one owns what it removes', () => {
    const one = apply(NONE, {}, { data: { a: '1', b: '1', c: '1' } }, 'one');
    const after = { data: { a: '1', b: '2', d: '1' } };
    const owners = ownersAfterUpdate(one.owners, { before: one.object, after }, writer('two', 'Update'));
    const fields = [...owners.values()].map((owner) => [owner.name, toFieldsV1(owner.fields)]);
    expect(fields).toEqual([
      ['one', { 'f:data': { 'f:a': {} } }],
      ['two', { 'f:data': { 'f:b': {}, 'f:d': {} } }],
    ]);
  });

  test('keeps the latest ten by name, the others as one', () => {
    const updates = Array.from({ length: 14 }, (_, index) => ({
      manager: `m${index}`,
      operation: 'Update',
      apiVersion: 'v1',
      time: `2026-01-01T00:00:${String(index).padStart(2, '0')}Z`,
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { [`f:k${index}`]: {} } },
    }));
    const capped = [...capUpdaters(readOwners(updates)).values()];
    expect(capped).toHaveLength(10);
    const ancient = capped.find(({ name }) => name === 'ancient-changes');
    expect(toFieldsV1(ancient?.fields ?? fromFieldsV1({}))).toEqual({
      'f:data': { 'f:k0': {}, 'f:k1': {}, 'f:k2': {}, 'f:k3': {}, 'f:k4': {} },
    });
  });
});

describe('managedFields', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(configuration, configuration, (first, second) => {
        const one = apply(NONE, {}, first, 'one');
        const { owners } = apply(one.owners, one.object, second, 'two');
        const written = writeOwners(owners);
        expect(writeOwners(readOwners(JSON.parse(JSON.stringify(written))))).toEqual(written);
      }),
    );
  });

  test('that are none are refused', () => {
    const entry = { manager: 'x', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} };
    expect(() => readOwners([{ ...entry, operation: 'Steal' }])).toThrow(SyntaxError);
    expect(() => readOwners([{ ...entry, fieldsV1: { data: {} } }])).toThrow(SyntaxError);
    expect(() => readOwners([{ ...entry, fieldsV1: { 'k:{': {} } }])).toThrow(SyntaxError);
  });

  test('know an applier by its name whatever version it applies', () => {
    const manager = { name: 'x', operation: 'Apply', apiVersion: 'v1', subresource: '' } as const;
    expect(managerKey(manager)).toBe(managerKey({ ...manager, apiVersion: 'v2' }));
    expect(managerKey(manager)).not.toBe(managerKey({ ...manager, subresource: 'status' }));
  });
});
