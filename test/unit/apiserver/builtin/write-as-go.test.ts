import { expect, test } from '@jest/globals';
import { writeAsGo } from '../../../../apiserver/kinds/builtin/write-as-go.ts';
import type { JsonObject } from '../../../../apiserver/object/kube-object.ts';

const SCHEMA = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';

test('empty values go from schemas wherever a schema may be, as a body in protobuf has them all', () => {
  const empty = { id: '', pattern: '', nullable: false };
  const schema: JsonObject = {
    ...empty,
    type: 'object',
    items: { ...empty, type: 'string' },
    additionalProperties: { ...empty, items: [empty] },
    properties: { a: { ...empty, additionalProperties: false } },
    dependencies: { a: ['b'], c: empty },
  };
  writeAsGo(schema, SCHEMA);
  expect(schema).toEqual({
    type: 'object',
    items: { type: 'string' },
    additionalProperties: { items: [{}] },
    properties: { a: { additionalProperties: false } },
    dependencies: { a: ['b'], c: {} },
  });
});
