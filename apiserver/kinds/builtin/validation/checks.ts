import type { FieldError } from '../../../errors/index.ts';
import { fieldError, invalid, notSupported, required } from '../../../errors/index.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { objectsIn, valueAt } from '../fields.ts';

/** What is wrong with a value; `path` is where it is, such as `spec.ports[0].name`. */
export type Check = (value: unknown, path: string) => FieldError[];

/** What fields must be; their names are paths with dots. */
export type Rules = Readonly<Record<string, Check>>;

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/** A text; what is none is empty. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Absent values, null and empty texts are passed over. */
export const given =
  (check: Check): Check =>
  (value, path) =>
    isAbsent(value) ? [] : check(value, path);

/** A value must be there, and pass. */
export const needed =
  (check: Check = () => [], detail = ''): Check =>
  (value, path) =>
    isAbsent(value) ? [required(path, detail)] : check(value, path);

/** A value and what is said of it. */
export const wrong = (value: unknown, path: string, problems: readonly string[]): FieldError[] =>
  problems.map((detail) => invalid(path, value, detail));

/** A value that is there is judged by what is said of it. */
export const judged = <T>(errors: (value: T) => readonly string[]): Check =>
  given((value, path) => wrong(value, path, errors(value as T)));

export const notNegative: Check = judged<number>((value) => (value < 0 ? ['must be greater than or equal to 0'] : []));

export const between = (least: number, most: number): Check =>
  judged<number>((value) => (value < least || value > most ? [`must be between ${least} and ${most}, inclusive`] : []));

export const oneOf = (...values: readonly string[]): Check =>
  given((value, path) => (values.includes(value as string) ? [] : [notSupported(path, value, values)]));

/** Of each item of a list. */
export const each =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((item, index) => check(item, `${path}[${index}]`)) : [];

/** Of an object's fields. */
export const fields =
  (rules: Rules): Check =>
  (value, path) =>
    isJsonObject(value)
      ? Object.entries(rules).flatMap(([name, check]) =>
          check(valueAt(value, ...name.split('.')), path ? `${path}.${name}` : name),
        )
      : [];

export const all =
  (...checks: readonly Check[]): Check =>
  (value, path) =>
    checks.flatMap((check) => check(value, path));

/** For each key whether an earlier one is equal, as JSON; in one pass, for lists as long as a body. */
export function repeats(keys: readonly unknown[]): boolean[] {
  const seen = new Set<string>();
  return keys.map((key) => seen.size === seen.add(JSON.stringify(key)).size);
}

/** The items of a list differ in a field; those without it are passed over. */
export const distinct =
  (name: string): Check =>
  (value, path) => {
    const seen = new Set<unknown>();
    return objectsIn(value).flatMap(({ [name]: of }, index) => {
      const isRepeated = !isAbsent(of) && seen.size === seen.add(of).size;
      return isRepeated ? [fieldError({ type: 'duplicate', field: `${path}[${index}].${name}`, value: of })] : [];
    });
  };
