import { describe, expect, test } from '@jest/globals';
import { Value } from 'typebox/value';
import type { TSchema } from 'typebox';
import { jobKind } from '../../../resources/job/job.ts';
import { fromTypeBox, objectSchema, schemaName, type JsonSchema } from '../../../resources/json-schema.ts';
import { kinds } from '../../../resources/kinds.ts';
import { customResourceDefinition } from '../../../resources/generate/custom-resource-definition.ts';
import { generatedFiles, staleFiles } from '../../../resources/generate/generated-files.ts';
import { referencePage } from '../../../resources/generate/reference-page.ts';

/** Every schema within a schema, with its path. */
function* walk(schema: JsonSchema, path = ''): Generator<readonly [string, JsonSchema]> {
  yield [path, schema];
  for (const [name, field] of Object.entries(schema.properties ?? {})) yield* walk(field, `${path}.${name}`);
  if (schema.items) yield* walk(schema.items, `${path}[]`);
  if (schema.additionalProperties) yield* walk(schema.additionalProperties, `${path}{}`);
}

const structural = (kind: (typeof kinds)[number]): JsonSchema => {
  const [version] = customResourceDefinition(kind).spec.versions;
  return version?.schema.openAPIV3Schema ?? {};
};

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  test('has a structural schema: every node a type, no keyword that apiextensions refuses', () => {
    const allowed = new Set(
      ['type', 'description', 'default', 'enum', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum']
        .concat(['minItems', 'maxItems', 'items', 'properties', 'required', 'additionalProperties', 'anyOf'])
        .concat(
          ['validations', 'list-type', 'list-map-keys', 'int-or-string', 'preserve-unknown-fields'].map(prefixed),
        ),
    );
    for (const [path, schema] of walk(structural(kind))) {
      const typed = schema.type !== undefined || schema['x-kubernetes-int-or-string'] === true;
      expect({ path, typed, strange: Object.keys(schema).filter((key) => !allowed.has(key)) }).toEqual({
        path,
        typed: true,
        strange: [],
      });
    }
  });

  test('says how every list is merged', () => {
    for (const [path, schema] of walk(structural(kind))) {
      if (schema.type === 'array' && path !== '')
        expect([path, schema['x-kubernetes-list-type']]).not.toContain(undefined);
    }
  });

  test('describes every field', () => {
    for (const section of [kind.spec, kind.status]) {
      const blank = [...walk(fromTypeBox(section))].filter(([path]) => !/(\[\]|\{\})$/.test(path));
      expect(blank.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
    }
  });

  test('has only defaults that its own schema accepts and that survive JSON', () => {
    for (const [path, schema] of walk(fromTypeBox(kind.spec))) {
      if (schema.default === undefined) continue;
      const copy: unknown = JSON.parse(JSON.stringify(schema.default));
      expect([path, copy]).toEqual([path, schema.default]);
      expect([path, Value.Check(schema as TSchema, copy)]).toEqual([path, true]);
    }
  });
});

test('a Job with only an upstream becomes a whole spec by its defaults', () => {
  const whole = Value.Default(jobKind.spec, { config: { upstream: 'rsync://host/module/' } });
  expect(Value.Check(jobKind.spec, whole)).toBe(true);
});

test('a field with a default is not required', () => {
  const { properties = {} } = objectSchema(jobKind);
  expect(properties['spec']?.required).toEqual(['config']);
  expect(properties['spec']?.properties?.['config']?.required).toEqual(['upstream']);
});

test('names the schema as Kubernetes does', () => {
  expect(schemaName(jobKind)).toBe('dev.durasync.mirror.v1.Job');
});

test('the reference page has a row for every field of the spec', () => {
  const page = referencePage(jobKind);
  for (const [path] of walk(fromTypeBox(jobKind.spec), 'spec')) {
    if (path !== 'spec' && !/(\[\]|\{\})$/.test(path)) expect(page).toContain(`\`${path}\``);
  }
});

test('names the files that are stale or missing, and no other', () => {
  const files = generatedFiles(kinds);
  const [first = '', second = ''] = files.keys();
  expect(staleFiles(files, (path) => files.get(path))).toEqual([]);
  expect(
    staleFiles(files, (path) => ({ [first]: 'old' })[path] ?? (path === second ? undefined : files.get(path))),
  ).toEqual([first, second]);
});

function prefixed(keyword: string): string {
  return `x-kubernetes-${keyword}`;
}
