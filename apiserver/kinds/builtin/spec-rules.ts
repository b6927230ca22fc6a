import type { FieldError } from '../../errors/index.ts';
import { invalid, notSupported } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { valueAt } from './fields.ts';

/** What fields of a spec must be; names are paths with dots. Absent fields are passed over. */
export type SpecRules = {
  readonly notNegative?: readonly string[];
  readonly oneOf?: Readonly<Record<string, readonly string[]>>;
};

export function specRuleErrors(spec: JsonObject, { notNegative = [], oneOf = {} }: SpecRules): FieldError[] {
  const at = (path: string): unknown => valueAt(spec, ...path.split('.'));
  return [
    ...notNegative
      .filter((path) => typeof at(path) === 'number' && (at(path) as number) < 0)
      .map((path) => invalid(`spec.${path}`, at(path), 'must be greater than or equal to 0')),
    ...Object.entries(oneOf)
      .filter(([path, values]) => typeof at(path) === 'string' && !values.includes(at(path) as string))
      .map(([path, values]) => notSupported(`spec.${path}`, at(path), values)),
  ];
}
