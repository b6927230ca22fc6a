import { expect, test } from '@jest/globals';
import { customV2, customV3 } from '../../../../apiserver/openapi/custom-schema.ts';

const described = (name: string): object => ({ ref: name.split('.').at(-1) });
const v2 = (schema: object): object => customV2({ ...schema }, described as never);
const v3 = (schema: object): object => customV3({ ...schema }, described as never);

test('what may be a number or a text is told as both, in version 2 as anything', () => {
  const port = { 'x-kubernetes-int-or-string': true };
  expect(v3(port)).toEqual({ ...port, anyOf: [{ type: 'integer' }, { type: 'string' }] });
  expect(v3({ ...port, anyOf: [{ type: 'string' }] })).toEqual({ ...port, anyOf: [{ type: 'string' }] });
  expect(v2({ ...port, type: 'string' })).toEqual(port);
});

test('an embedded object has a type and metadata, but where version 2 is told that anything may be in it', () => {
  const whole = { type: 'object', 'x-kubernetes-embedded-resource': true, required: ['spec', 'kind'] };
  expect(v3(whole)).toMatchObject({
    required: ['spec', 'kind', 'apiVersion'],
    properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { ref: 'ObjectMeta' } },
  });
  expect(v2(whole)).toHaveProperty('properties.metadata');
  expect(v2({ ...whole, 'x-kubernetes-preserve-unknown-fields': true })).not.toHaveProperty('properties');
});

test('version 2 is told nothing it does not know, nor that what may be null is required', () => {
  const schema = {
    type: 'object',
    required: ['size', 'name'],
    oneOf: [{ required: ['size'] }],
    'x-kubernetes-validations': [{ rule: 'true' }],
    properties: {
      size: { type: 'integer', nullable: true, default: 1 },
      name: { type: 'string', not: { pattern: 'x' } },
      list: { type: 'array', 'x-kubernetes-preserve-unknown-fields': true, items: { type: 'string' } },
    },
  };
  expect(v2(schema)).toEqual({
    type: 'object',
    required: ['name'],
    'x-kubernetes-validations': [{ rule: 'true' }],
    properties: {
      size: {},
      name: { type: 'string' },
      list: { 'x-kubernetes-preserve-unknown-fields': true },
    },
  });
});
