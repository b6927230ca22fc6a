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
