import type { FieldError } from '../errors/index.ts';
import { fieldError, invalid, notSupported, required } from '../errors/index.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { equalJson, isJsonObject } from '../object/kube-object.ts';
import { correlate } from './correlate.ts';
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
    value.forEach((item, index) =>
      errors.push(...validateSchema(item, items, itemPath(path, index), correlate(old, schema, item))),
    );
  }
  return errors;
}

const hasDuplicates = (list: readonly unknown[]): boolean =>
  list.some((item, index) => list.slice(0, index).some((other) => equalJson(other, item)));

/** A set's items and a map's keys are there once. */
function listTypeErrors(value: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const identity = (item: unknown): unknown => {
    if (type === 'set' || !isJsonObject(item)) return item;
    return Object.fromEntries(keys.map((key) => [key, item[key] ?? schema.items?.properties?.[key]?.default]));
  };
  const identities = value.map(identity);
  return identities.flatMap((item, index) => {
    const isRepeated = identities.slice(0, index).some((other) => equalJson(other, item));
    return isRepeated ? [fieldError({ type: 'duplicate', field: itemPath(path, index), value: item })] : [];
  });
}

function objectErrors(value: JsonObject, schema: Schema, { path, old }: Place): FieldError[] {
  const names = Object.keys(value);
  const errors: FieldError[] = [];
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) errors.push(required(childPath(path, name)));
  }
  if (schema.maxProperties !== undefined && names.length > schema.maxProperties) {
    const detail = `must have at most ${schema.maxProperties} items`;
    errors.push(fieldError({ type: 'tooMany', field: path, value: names.length, detail }));
  }
  if (schema.minProperties !== undefined && names.length < schema.minProperties) {
    errors.push(invalid(path, names.length, `${at(path)} should have at least ${schema.minProperties} properties`));
  }
  for (const name of names) {
    const field = schemaOfField(schema, name);
    if (field) errors.push(...validateSchema(value[name], field, childPath(path, name), fieldOf(old, name)));
  }
  return errors;
}

const fieldOf = (object: unknown, name: string): unknown =>
  isJsonObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

function logicErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const matching = (list: readonly Schema[]): number =>
    list.filter((item) => validateSchema(value, item, path).length === 0).length;
  const { allOf = [], anyOf, oneOf, not } = schema;
  const quoted = JSON.stringify(path);
  const errors = allOf.flatMap((item) => validateSchema(value, item, path));
  if (allOf.length > 0 && errors.length > 0)
    errors.push(invalid(path, value, `${quoted} must validate all the schemas (allOf)`));
  if (anyOf && matching(anyOf) === 0)
    errors.push(invalid(path, value, `${quoted} must validate at least one schema (anyOf)`));
  if (oneOf) {
    const count = matching(oneOf);
    const found = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
    if (count !== 1)
      errors.push(invalid(path, value, `${quoted} must validate one and only one schema (oneOf). ${found}`));
  }
  if (not && matching([not]) === 1) errors.push(invalid(path, value, `${quoted} must not validate the schema (not)`));
  return errors;
}
