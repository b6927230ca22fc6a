import { describe, expect, test } from '@jest/globals';
import { builtinSchema } from '../../../../apiserver/kinds/builtin/builtin-schema.ts';
import type { GoField } from '../../../../apiserver/kinds/builtin/go-types.ts';
import { goMessage } from '../../../../apiserver/kinds/builtin/go-types.ts';
import { SENT_DEFINITIONS, SERVED_DEFINITIONS } from '../../../../apiserver/kinds/builtin/served-definitions.ts';
import { writeAsGo } from '../../../../apiserver/kinds/builtin/write-as-go.ts';
import type { Schema } from '../../../../apiserver/schema/schema.ts';

/** A message's fields with their schemas; inlined ones as its own. */
function fieldsOf(name: string): readonly GoField[] {
  return (goMessage(name) ?? []).flatMap((field) => (field.name === '' ? fieldsOf(field.type) : [field]));
}

const valueSchema = (schema: Schema, { shape }: GoField): Schema => {
  if (shape === 'list') return schema.items ?? {};
  return shape === 'map' ? (schema.additionalProperties as Schema) : schema;
};

/** Paths where the two descriptions do not agree. */
function differences(name: string, schema: Schema, seen: Set<string>): string[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const fields = fieldsOf(name);
  const names = new Set(fields.map((field) => field.name));
  const missing = Object.keys(schema.properties ?? {}).filter((field) => !names.has(field));
  return [
    ...missing.filter((field) => field !== 'apiVersion' && field !== 'kind').map((field) => `${name}.${field}`),
    ...fields.flatMap((field) => {
      const property = schema.properties?.[field.name];
      if (!property) return [`${name}.${field.name}`];
      return goMessage(field.type) ? differences(field.type, valueSchema(property, field), seen) : [];
    }),
  ];
}

describe('the Go types', () => {
  test.each([...SERVED_DEFINITIONS, ...SENT_DEFINITIONS])('of %s have the fields of its schema', (name) => {
    expect(fieldsOf(name).length).toBeGreaterThan(0);
    expect(differences(name, builtinSchema(name), new Set())).toEqual([]);
  });
});

describe('writeAsGo', () => {
  const written = (object: Record<string, unknown>, name: string): unknown => {
    writeAsGo(object, name);
    return object;
  };

  test('writes structs that are no pointers, keeps pointers to nothing, leaves out what is empty', () => {
    const container = { name: 'a', image: '', tty: false, env: [], securityContext: {} };
    expect(written(container, 'io.k8s.api.core.v1.Container')).toEqual({
      name: 'a',
      resources: {},
      securityContext: {},
    });
  });

  test('keeps a zero behind a pointer', () => {
    const spec = { replicas: 0, minReadySeconds: 0, selector: {}, template: {} };
    expect(written(spec, 'io.k8s.api.apps.v1.ReplicaSetSpec')).toEqual({
      replicas: 0,
      selector: {},
      template: { metadata: {}, spec: { containers: null } },
    });
  });

  test('reaches inlined structs and maps', () => {
    const volume = { name: 'v', emptyDir: { sizeLimit: '1024Mi' } };
    expect(written(volume, 'io.k8s.api.core.v1.Volume')).toEqual({ name: 'v', emptyDir: { sizeLimit: '1Gi' } });
    const resources = { limits: { cpu: 0.5 } };
    expect(written(resources, 'io.k8s.api.core.v1.ResourceRequirements')).toEqual({ limits: { cpu: '500m' } });
  });
});
