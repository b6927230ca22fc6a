import type { FieldError } from '../errors/index.ts';
import { describeErrors, invalid } from '../errors/index.ts';
import { labelValueErrors, qualifiedNameErrors } from '../validation/names.ts';

export type Labels = Readonly<Record<string, string>>;
export type Requirement = (labels: Labels) => boolean;

export type RequirementTerm = {
  readonly key: string;
  readonly operator: 'in' | 'notin' | '=' | '==' | '!=' | '<' | '>' | 'exists' | '!';
  readonly values: readonly string[];
};

/** What is wrong with a label's key, in one sentence; empty if nothing is. */
export function keyProblem(key: string): string {
  const errors = qualifiedNameErrors(key);
  return errors.length > 0 ? describeErrors([invalid('<nil>', key, errors.join('; '))]) : '';
}

/** What is wrong with the values of a term, in one sentence; empty if nothing is. */
export function valuesProblem({ key, operator, values }: RequirementTerm): string {
  const isOrder = operator === '<' || operator === '>';
  const numbers = values.flatMap((value, index) =>
    isOrder && integerOf(value) === undefined
      ? [invalid(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")]
      : [],
  );
  const errors = [...numbers, ...values.flatMap((value, index) => valueErrors(value, `values[${index}][${key}]`))];
  return errors.length > 0 ? describeErrors(errors) : '';
}

function valueErrors(value: string, path: string): FieldError[] {
  const errors = labelValueErrors(value);
  return errors.length > 0 ? [invalid(path, value, errors.join('; '))] : [];
}

/** What labels must be like for a term. */
export function requirementOf({ key, operator, values }: RequirementTerm): Requirement {
  const [value = ''] = values;
  const wanted = new Set(values);
  switch (operator) {
    case 'exists':
      return (labels) => labels[key] !== undefined;
    case '!':
      return (labels) => labels[key] === undefined;
    case '<':
      return (labels) => compare(labels[key], value) < 0;
    case '>':
      return (labels) => compare(labels[key], value) > 0;
    case 'notin':
    case '!=':
      return (labels) => labels[key] === undefined || !wanted.has(labels[key]);
    default:
      return (labels) => labels[key] !== undefined && wanted.has(labels[key]);
  }
}

/** @returns NaN if one is no integer */
function compare(label: string | undefined, value: string): number {
  const [left, right] = [integerOf(label ?? ''), integerOf(value)];
  if (left === undefined || right === undefined) return NaN;
  return Number(left > right) - Number(left < right);
}

/** A whole number of 64 bits. */
function integerOf(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,63}$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
