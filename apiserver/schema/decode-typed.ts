import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import { schemaOfField } from './prune.ts';
import type { Schema } from './schema.ts';
import { childPath } from './schema.ts';

/** A value is not of its field's type. */
export class TypeMismatch extends Error {
  /** @param kind as in `Go struct field <kind>.<path>` */
  constructor(kind: string, path: string, found: string, wanted: string) {
    super(`json: cannot unmarshal ${found} into Go struct field ${kind}.${path} of type ${wanted}`);
  }
}

/**
 * Checks and normalises, in place, a built-in kind the way decoding into a Go struct and encoding it again does: types
 * must match, nulls vanish, times lose their fractions.
 * @throws TypeMismatch
 */
export function decodeTyped(object: JsonObject, schema: Schema, kind: string): void {
  decodeFields({ object, schema, path: '', kind });
}

type Visit = { object: JsonObject; schema: Schema; path: string; kind: string };

function decodeFields({ object, schema, path, kind }: Visit): void {
  for (const name of Object.keys(object)) {
    const field = schemaOfField(schema, name);
    if (!field) continue;
    const value = decodeValue(object[name], field, { path: childPath(path, name), kind });
    if (value === null) delete object[name];
    else object[name] = value;
  }
}

function decodeValue(value: unknown, schema: Schema, at: { path: string; kind: string }): unknown {
  if (value === null) return null;
  checkType(value, schema, at);
  if (typeof value === 'string') return normaliseString(value, schema, at);
  const { items } = schema;
  if (Array.isArray(value) && items) return value.map((item) => decodeValue(item, items, at));
  if (isJsonObject(value)) decodeFields({ object: value, schema, ...at });
  return value;
}

const GO_TYPES: Record<string, string> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int64',
  number: 'float64',
  array: '[]',
  object: 'map',
};

function checkType(value: unknown, schema: Schema, { path, kind }: { path: string; kind: string }): void {
  const wanted = schema.type;
  if (!wanted || schema.format === 'int-or-string' || schema['x-go-type'] === 'Quantity') return;
  const found = jsonType(value);
  const matches = found === wanted || (found === 'number' && wanted === 'integer' && Number.isInteger(value));
  if (matches) return;
  const shown =
    found === 'boolean' ? 'bool' : found === 'number' && wanted === 'integer' ? `number ${String(value)}` : found;
  throw new TypeMismatch(kind, path, shown, GO_TYPES[wanted] ?? wanted);
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function normaliseString(value: string, schema: Schema, at: { path: string; kind: string }): string | null {
  if (schema.format === 'byte' && !isBase64(value)) throw new Error('illegal base64 data at input byte 0');
  if (schema.format !== 'date-time') return value;
  if (value === '') return null;
  const layout = schema['x-go-type'] === 'MicroTime' ? MICRO_TIME : TIME;
  if (!layout.pattern.test(value) || Number.isNaN(Date.parse(value))) {
    const [shown, wanted] = [JSON.stringify(value), JSON.stringify(layout.go)];
    throw new TypeError(`parsing time ${shown} as ${wanted}: cannot parse ${shown} as "2006" (in ${at.path})`);
  }
  const inUtc = new Date(value).toISOString().slice(0, 19);
  return layout === TIME ? `${inUtc}Z` : `${inUtc}${/\.\d{6}/.exec(value)?.[0] ?? ''}Z`;
}

const TIME = {
  go: '2006-01-02T15:04:05Z07:00',
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};
/** Exactly six digits: RFC3339Micro. */
const MICRO_TIME = {
  go: '2006-01-02T15:04:05.000000Z07:00',
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/,
};

function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}
