import { expect, test } from '@jest/globals';
import { typedErrors } from '../../../../apiserver/apply/typed-errors.ts';
import { deployment } from '../../../../apiserver/kinds/builtin/deployment.ts';

const applied = (container: object, more: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { template: { spec: { containers: [{ name: 'main', ...container }] } } },
  ...more,
});
const inContainer = (field: string): string =>
  `.spec.template.spec.containers[name="main"].${field}: field not declared in schema`;

test('what the kind has can be applied', () => {
  expect(typedErrors(applied({ image: 'x' }), deployment)).toBe('');
});

test('one error is told as it is', () => {
  expect(typedErrors(applied({ imagee: 'x' }), deployment)).toBe(inContainer('imagee'));
});

test('several are listed, of the fields of one map the first', () => {
  expect(typedErrors(applied({ imagee: 'x', other: 1 }, { extra: true }), deployment)).toBe(
    `errors:\n  ${inContainer('imagee')}\n  .extra: field not declared in schema`,
  );
});

test('a quantity, and what is a number or a text, may be either', () => {
  const container = { resources: { limits: { cpu: 2, memory: '1Gi' } }, livenessProbe: { httpGet: { port: 80 } } };
  expect(typedErrors(applied(container), deployment)).toBe('');
});

test('a quantity is no list', () => {
  expect(typedErrors(applied({ resources: { limits: { cpu: [1] } } }), deployment)).toBe(
    '.spec.template.spec.containers[name="main"].resources.limits.cpu: expected any scalar, got &{[1]}',
  );
});
