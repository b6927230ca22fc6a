import type { FieldError } from '../errors/index.ts';
import { fieldError, invalid, notSupported, required } from '../errors/index.ts';
import { equalityKey } from '../object/go-json.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { equalJson, isJsonObject } from '../object/kube-object.ts';
import { correlation } from './correlate.ts';
import { schemaOfField } from './prune.ts';
import type { Schema } from './schema.ts';
import { childPath, itemPath } from './schema.ts';
import { scalarErrors } from './validate-scalar.ts';

/**
 * What is wrong with a value by its schema, in the words of Kubernetes' validation of custom resources.
 * @param old the value before an update: what an update leaves as it was is not told again
 */
export function validateSchema(value: unknown, schema: Schema, path = '', old?: unknown): FieldError[] {
  if (value === null && schema.nullable) return [];
  if (old !== undefined && equalJson(value, old)) return [];
  const typeError = checkType(value, schema, path);
  if (typeError) return [typeError];
  return [
    ...(schema.enum && !schema.enum.some((item) => equalJson(item, value))
      ? [notSupported(path, value, schema.enum.map(String))]
      : []),
    ...scalarErrors(value, schema, path),
    ...(Array.isArray(value) ? arrayErrors(value, schema, { path, old }) : []),
    ...(isJsonObject(value) ? objectErrors(value, schema, { path, old }) : []),
    ...logicErrors(value, schema, path),
  ];
}

const at = (path: string): string => `${path} in body`;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function checkType(value: unknown, schema: Schema, path: string): FieldError | undefined {
  const found = typeOf(value);
  if (schema['x-kubernetes-int-or-string']) {
    if (found === 'integer' || found === 'string') return undefined;
    return mismatch(path, 'integer,string', found);
  }
  const { type } = schema;
  if (type === undefined || type === found || (type === 'number' && found === 'integer')) return undefined;
  return mismatch(path, type, found);
}

function mismatch(path: string, wanted: string, found: string): FieldError {
  const detail = `${at(path)} must be of type ${wanted}: ${JSON.stringify(found)}`;
  return fieldError({ type: 'typeInvalid', field: path, value: found, detail });
}

type Place = { readonly path: string; readonly old: unknown };

function arrayErrors(value: readonly unknown[], schema: Schema, { path, old }: Place): FieldError[] {
  const { maxItems, minItems, items } = schema;
  const errors: FieldError[] = [];
  if (maxItems !== undefined && value.length > maxItems) {
    const detail = `must have at most ${maxItems} items`;
    errors.push(fieldError({ type: 'tooMany', field: path, value: value.length, detail }));
  }
  if (minItems !== undefined && value.length < minItems) {
    errors.push(invalid(path, value.length, `${at(path)} should have at least ${minItems} items`));
  }
  if (schema.uniqueItems && hasDuplicates(value))
    errors.push(invalid(path, value, `${at(path)} shouldn't contain duplicates`));
  errors.push(...listTypeErrors(value, schema, path));
  if (items) {
    const oldOf = correlation(old, schema);
    for (const [index, item] of value.entries())
      for (const error of validateSchema(item, items, itemPath(path, index), oldOf(item))) errors.push(error);
  }
  return errors;
}

const hasDuplicates = (list: readonly unknown[]): boolean => new Set(list.map(equalityKey)).size < list.length;

/** A set's items and a map's keys are there once. */
function listTypeErrors(value: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const identity = (item: unknown): unknown => {
    if (type === 'set' || !isJsonObject(item)) return item;
    return Object.fromEntries(keys.map((key) => [key, item[key] ?? schema.items?.properties?.[key]?.default]));
  };
  const seen = new Set<string>();
  return value.map(identity).flatMap((item, index) => {
    const isRepeated = seen.size === seen.add(equalityKey(item)).size;
    return isRepeated ? [fieldError({ type: 'duplicate', field: itemPath(path, index), value: item })] : [];
  });
}

function objectErrors(value: JsonObject, schema: Schema, { path, old }: Place): FieldError[] {
  const errors = [...missingErrors(value, schema, path), ...sizeErrors(Object.keys(value).length, schema, path)];
  for (const name of Object.keys(value)) {
    const field = schemaOfField(schema, name);
    const isMissing = schema.required?.includes(name) && isForbiddenNull(value[name], field);
    if (!field || isMissing) continue;
    errors.push(...validateSchema(value[name], field, childPath(path, name), fieldOf(old, name)));
  }
  return errors;
}

const missingErrors = (value: JsonObject, schema: Schema, path: string): FieldError[] =>
  (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name) || isForbiddenNull(value[name], schemaOfField(schema, name)))
    .map((name) => required(childPath(path, name)));

function sizeErrors(size: number, { maxProperties, minProperties }: Schema, path: string): FieldError[] {
  if (maxProperties !== undefined && size > maxProperties) {
    const detail = `must have at most ${maxProperties} items`;
    return [fieldError({ type: 'tooMany', field: path, value: size, detail })];
  }
  if (minProperties === undefined || size >= minProperties) return [];
  return [invalid(path, size, `${at(path)} should have at least ${minProperties} properties`)];
}

/** A null where none may be counts as absent. */
const isForbiddenNull = (value: unknown, schema: Schema | undefined): boolean => value === null && !schema?.nullable;

const fieldOf = (object: unknown, name: string): unknown =>
  isJsonObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

function logicErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const { allOf, anyOf, oneOf, not } = schema;
  const outcomes = (list: readonly Schema[]): FieldError[][] => list.map((item) => validateSchema(value, item, path));
  return [
    ...(allOf ? allOfErrors(outcomes(allOf), path) : []),
    ...(anyOf ? anyOfErrors(outcomes(anyOf), path) : []),
    ...(oneOf ? oneOfErrors(outcomes(oneOf), path) : []),
    ...(not && outcomes([not])[0]?.length === 0 ? [combination(path, 'must not validate the schema (not)')] : []),
  ];
}

/** Kubernetes says of these neither where they are nor what the value is, except in words. */
const combination = (path: string, text: string): FieldError => invalid('<nil>', '', `${JSON.stringify(path)} ${text}`);

function allOfErrors(outcomes: readonly FieldError[][], path: string): FieldError[] {
  const errors = outcomes.flat();
  return errors.length > 0 ? [...errors, combination(path, 'must validate all the schemas (allOf)')] : [];
}

/** Where none fits, the first alternative tells what it misses. */
function anyOfErrors(outcomes: readonly FieldError[][], path: string): FieldError[] {
  if (outcomes.some((errors) => errors.length === 0)) return [];
  return [...(outcomes[0] ?? []), combination(path, 'must validate at least one schema (anyOf)')];
}

function oneOfErrors(outcomes: readonly FieldError[][], path: string): FieldError[] {
  const count = outcomes.filter((errors) => errors.length === 0).length;
  if (count === 1) return [];
  const found = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
  const error = combination(path, `must validate one and only one schema (oneOf). ${found}`);
  return count === 0 ? [...(outcomes[0] ?? []), error] : [error];
}
