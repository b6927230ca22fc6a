import type { Resource } from '../kinds/resource.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { ListAtom, MapAtom } from './atom.ts';
import { atomOf, fieldSchema, itemElement, MissingKey } from './atom.ts';
import { printPath } from './path-element.ts';
import { rootSchema } from './root-schema.ts';

/**
 * Why an object cannot be applied: fields its kind does not have, list items that cannot be told apart.
 * @returns one text, as structured-merge-diff writes one error or several; empty if it can
 */
export function typedErrors(object: unknown, resource: Resource): string {
  const errors = visit(object, rootSchema(resource), []);
  return errors.length > 1 ? ['errors:', ...errors.map((error) => `  ${error}`)].join('\n') : (errors[0] ?? '');
}

function visit(value: unknown, schema: Schema | undefined, path: readonly string[]): string[] {
  const mismatch = typeError(value, schema);
  if (mismatch) return [`${printPath(path)}: ${mismatch}`];
  const atom = atomOf(value, schema);
  if (atom.kind === 'map') return fieldErrors(value, atom, path);
  if (atom.kind === 'list' && Array.isArray(value)) return itemErrors(value, atom, path);
  return [];
}

function fieldErrors(value: unknown, atom: MapAtom, path: readonly string[]): string[] {
  const errors: string[] = [];
  for (const [name, field] of Object.entries(isJsonObject(value) ? value : {})) {
    const below = [...path, `f:${name}`];
    const schema = fieldSchema(atom, name);
    if (schema) errors.push(...visit(field, schema, below));
    // The first such field ends the look at its map.
    else if (!keepsUnknown(atom.schema)) return [...errors, `${printPath(below)}: field not declared in schema`];
  }
  return errors;
}

/** Whether fields are fine that are not named; where nothing is known they are. */
function keepsUnknown(schema: Schema | undefined): boolean {
  if (!schema || schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties === true) return true;
  return schema.properties === undefined && schema.type === undefined;
}

function itemErrors(items: readonly unknown[], atom: ListAtom, path: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    if (atom.relation === 'atomic') return visit(item, atom.items, [...path, `i:${index}`]);
    const element = elementOrError(item, atom);
    if (element instanceof MissingKey) return [`${printPath(path)}: element ${index}: ${element.message}`];
    if (seen.has(element)) return [`${printPath(path)}: duplicate entries for key ${printPath([element])}`];
    seen.add(element);
    return visit(item, atom.items, [...path, element]);
  });
}

function elementOrError(item: unknown, atom: ListAtom): string | MissingKey {
  try {
    return itemElement(item, atom);
  } catch (error) {
    if (error instanceof MissingKey) return error;
    throw error;
  }
}

type TypeCheck = { readonly matches: (value: unknown) => boolean; readonly error: (value: unknown) => string };

const number: TypeCheck = {
  matches: (value) => typeof value === 'number',
  error: (value) => `expected numeric (int or float), got ${goType(value)}`,
};

const TYPE_CHECKS: Readonly<Record<string, TypeCheck>> = {
  integer: number,
  number,
  string: {
    matches: (value) => typeof value === 'string',
    error: (value) => `expected string, got &value.valueUnstructured{Value:${goValue(value)}}`,
  },
  boolean: {
    matches: (value) => typeof value === 'boolean',
    error: (value) => `expected boolean, got &{${goValue(value)}}`,
  },
  array: { matches: Array.isArray, error: (value) => `expected list, got &{${goValue(value)}}` },
  object: { matches: isJsonObject, error: (value) => `expected map, got &{${goValue(value)}}` },
};

const anyScalar: TypeCheck = {
  matches: (value) => typeof value !== 'object',
  error: (value) => `expected any scalar, got &{${goValue(value)}}`,
};

function typeError(value: unknown, schema: Schema | undefined): string | undefined {
  const check = schema && checkOf(schema);
  return value === null || !check || check.matches(value) ? undefined : check.error(value);
}

/** What may be a number or a text is judged when it is decoded, but for quantities. */
function checkOf(schema: Schema): TypeCheck | undefined {
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') return undefined;
  if (schema['x-go-type'] === 'Quantity') return anyScalar;
  return schema.type && TYPE_CHECKS[schema.type];
}

/** A type as Go prints it. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** A value as Go prints it. */
function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (value === null) return '<nil>';
  if (!isJsonObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, field]) => `${name}:${goValue(field)}`).join(' ')}]`;
}
