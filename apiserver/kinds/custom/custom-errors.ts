import type { FieldError, FieldErrorType } from '../../errors/index.ts';
import { fieldError, newErrors } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { ScaleSubresource } from '../resource.ts';
import { hasRules, ruleErrors } from '../../schema/cel/evaluate-rules.ts';
import type { Schema } from '../../schema/schema.ts';
import { validateSchema } from '../../schema/validate.ts';
import { embeddedResourceErrors } from './embedded-resource-errors.ts';
import { scaleErrors } from './scale-errors.ts';

/** With one of these a value is not of the form its rules are written for. */
const BLOCKING = new Set<FieldErrorType>(['required', 'tooLong', 'tooMany', 'typeInvalid']);

const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete ' +
  'validation';

/** What a custom resource is checked for. */
export type Check = { readonly schema: Schema; readonly scale?: ScaleSubresource | undefined };

/**
 * What is wrong with a custom resource by its schema and its rules, with the resources in it and its replicas.
 * @param old the object before an update
 */
export function customErrors(object: KubeObject, check: Check, old?: KubeObject): FieldError[] {
  const { schema } = check;
  const errors = [
    ...validateSchema(object, schema, '', old),
    ...newErrors(partErrors(object, check), () => (old ? partErrors(old, check) : [])),
  ];
  if (!hasRules(schema)) return errors;
  if (errors.some(({ type }) => BLOCKING.has(type))) {
    return [...errors, fieldError({ type: 'invalid', field: '<nil>', value: null, detail: NOT_CHECKED })];
  }
  return [...errors, ...ruleErrors({ value: object, ...(old && { old }) }, schema)];
}

const partErrors = (object: KubeObject, { schema, scale }: Check): FieldError[] => [
  ...(scale ? scaleErrors(object, scale) : []),
  ...embeddedResourceErrors(object, schema),
];
