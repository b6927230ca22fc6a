import type { Environment } from '@marcbachmann/cel-js';
import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { Schema } from '../schema.ts';
import { durationNs } from '../formats/times.ts';
import { equalBySchema } from '../equal-by-schema.ts';
import { celNames } from './field-names.ts';
import { markUnordered } from './unordered-lists.ts';
import { parseDuration } from './library/duration.ts';

/** What a schema's values are to rules. */
export type CelType = {
  /** The type's name in the environment. */
  readonly name: string;
  /** A value of JSON as rules see it. */
  readonly toCel: (value: unknown) => unknown;
};

/** An object with fields; the JSON it was made of tells whether two say the same. */
class CelObject extends Map<string, unknown> {
  raw: unknown = undefined;
}

const DYN: CelType = { name: 'dyn', toCel: toDynamic };

const METADATA: Schema = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};
const ROOT_FIELDS: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: METADATA,
};

/**
 * Declares the type of a schema, and those inside it.
 * @param isRoot an object's apiVersion, kind and metadata's names are known whatever its schema says
 * @returns undefined for values rules cannot look at
 */
export function declareType(env: Environment, schema: Schema, isRoot: boolean): CelType | undefined {
  if (schema['x-kubernetes-int-or-string']) return DYN;
  if (schema.type === 'array') return listType(env, schema);
  if (schema.type === 'object') return objectType(env, schema, isRoot || isEmbedded(schema));
  return schema.type && scalarType(schema.type, schema.format ?? '');
}

const isEmbedded = (schema: Schema): boolean => schema['x-kubernetes-embedded-resource'] === true;

function listType(env: Environment, schema: Schema): CelType | undefined {
  const item = schema.items && declareType(env, schema.items, false);
  if (!item) return undefined;
  const name = `list<${item.name}>`;
  const toCel = (value: unknown): unknown[] => (value as unknown[]).map(item.toCel);
  const identify = identityOf(schema);
  if (!identify) return { name, toCel };
  return { name, toCel: (value) => markUnordered(toCel(value), identify) };
}

/** What an item of a set or of a list with keys is known by; undefined for other lists. */
function identityOf(schema: Schema): ((item: unknown) => unknown) | undefined {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return (item) => item;
  if (type !== 'map') return undefined;
  const names = (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => celNames(key)[0] ?? key);
  return (item) => names.map((name) => (item instanceof Map ? (item.get(name) as unknown) : undefined));
}

function objectType(env: Environment, schema: Schema, isRoot: boolean): CelType | undefined {
  const { additionalProperties } = schema;
  if (typeof additionalProperties === 'object') {
    const value = declareType(env, additionalProperties, false);
    if (!value) return undefined;
    const toCel = (map: unknown): unknown =>
      new Map(Object.entries(map as JsonObject).map(([key, item]) => [key, value.toCel(item)]));
    return { name: `map<string, ${value.name}>`, toCel };
  }
  return messageType(env, { ...schema.properties, ...(isRoot && ROOT_FIELDS) });
}

function messageType(env: Environment, properties: Readonly<Record<string, Schema>>): CelType {
  const fields = new Map<string, { readonly type: CelType; readonly names: readonly string[] }>();
  for (const [field, schema] of Object.entries(properties)) {
    const type = declareType(env, schema, false);
    if (type) fields.set(field, { type, names: celNames(field) });
  }
  const ctor = class extends CelObject {};
  const name = nextTypeName();
  const declared = [...fields.values()].flatMap(({ type, names }) => names.map((alias) => [alias, type.name]));
  env.registerType(name, { ctor, fields: Object.fromEntries(declared) as Record<string, string> });
  env.registerOperator(`${name} == ${name}`, (a: CelObject, b: CelObject) =>
    equalBySchema(a.raw, b.raw, { type: 'object', properties }),
  );
  const toCel = (value: unknown): unknown => {
    const object = new ctor();
    object.raw = value;
    for (const [field, { type, names }] of fields) {
      const content = isJsonObject(value) && Object.hasOwn(value, field) ? value[field] : null;
      if (content === null) continue;
      for (const alias of names) object.set(alias, type.toCel(content));
    }
    return object;
  };
  return { name, toCel };
}

let typeCount = 0;

/** Of all definitions together: the library keeps its types by name. */
function nextTypeName(): string {
  typeCount = (typeCount + 1) % 100_000;
  return `object${typeCount}`;
}

const STRING_FORMATS: Readonly<Record<string, CelType>> = {
  byte: { name: 'bytes', toCel: (value) => Buffer.from(value as string, 'base64') },
  'date-time': { name: 'google.protobuf.Timestamp', toCel: (value) => new Date(value as string) },
  date: { name: 'google.protobuf.Timestamp', toCel: (value) => new Date(value as string) },
  duration: { name: 'google.protobuf.Duration', toCel: (value) => durationOf(value as string) },
};

function scalarType(type: NonNullable<Schema['type']>, format: string): CelType {
  if (type === 'integer') return { name: 'int', toCel: (value) => BigInt(value as number) };
  if (type === 'number') return { name: 'double', toCel: Number };
  if (type === 'boolean') return { name: 'bool', toCel: (value) => value };
  return STRING_FORMATS[format] ?? { name: 'string', toCel: (value) => value };
}

/** @throws for what is none */
function durationOf(text: string): unknown {
  const ns = durationNs(text);
  if (ns === undefined) throw new Error(`invalid duration ${text}`);
  return parseDuration(`${BigInt(Math.round(ns))}ns`);
}

/** A value of JSON whose type nobody knows. */
export function toDynamic(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toDynamic);
  if (!isJsonObject(value)) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, toDynamic(item)]));
}
