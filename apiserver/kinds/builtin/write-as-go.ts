import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { GoField } from './go-types.ts';
import { goMessage } from './go-types.ts';
import { canonicalQuantity } from './quantity.ts';

/**
 * Makes an object, in place, what Kubernetes' own encoder writes of it: a struct that is no pointer is there although
 * nothing is in it, an empty value is not where its field says `omitempty`, quantities are in canonical form.
 * @param name the message, such as `io.k8s.api.core.v1.Pod`
 * @throws Error for a quantity that is none
 */
export function writeAsGo(object: JsonObject, name: string): void {
  for (const field of goMessage(name) ?? []) {
    if (field.name === '') writeAsGo(object, field.type);
    else writeField(object, field);
  }
}

function writeField(object: JsonObject, field: GoField): void {
  const value = writeValue(object[field.name], field);
  if (value === undefined) delete object[field.name];
  else object[field.name] = value;
}

/** @returns undefined for what is left out */
function writeValue(value: unknown, field: GoField): unknown {
  if (value === undefined || value === null) return zeroOf(field);
  // Stored as protobuf, an empty list is none.
  if (isEmpty(value, field) && (field.omits !== 'never' || field.shape !== 'single')) return zeroOf(field);
  if (field.shape === 'single') return writeItem(value, field);
  if (Array.isArray(value)) return value.map((item) => writeItem(item, field));
  const map = value as JsonObject;
  for (const name of Object.keys(map)) map[name] = writeItem(map[name], field);
  return map;
}

/** What `omitempty` leaves out, where a field has it. */
function isEmpty(value: unknown, { shape, isPointer, type }: GoField): boolean {
  if (shape === 'list') return (value as unknown[]).length === 0;
  if (shape === 'map') return Object.keys(value as object).length === 0;
  const isZero = value === '' || value === 0 || value === false;
  return isZero && !isPointer && SCALARS.has(type);
}

function writeItem(value: unknown, { type }: GoField): unknown {
  if (type === 'Quantity') return canonicalQuantity(value);
  const struct = SCHEMAS.has(type) ? SCHEMA : type;
  for (const item of Array.isArray(value) ? value : [value]) if (isJsonObject(item)) writeAsGo(item, struct);
  return value;
}

const SCHEMA = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
/** A schema, or schemas, or something else. */
const SCHEMAS: ReadonlySet<string> = new Set(['SchemaOrArray', 'SchemaOrBool', 'SchemaOrStrings']);

const SCALARS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['string', ''],
  ['int', 0],
  ['double', 0],
  ['bool', false],
  ['bytes', null],
]);
const STRUCTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['Quantity', '0'],
  ['IntOrString', 0],
]);

/** What is written of a field that was not set. */
function zeroOf({ type, shape, isPointer, omits }: GoField): unknown {
  const isPresent = shape === 'single' && !isPointer;
  if (!isPresent) return omits === 'never' ? null : undefined;
  if (SCALARS.has(type)) return omits === 'never' ? SCALARS.get(type) : undefined;
  if (omits === 'zero') return undefined;
  if (!goMessage(type)) return STRUCTS.get(type) ?? null;
  const struct: JsonObject = {};
  writeAsGo(struct, type);
  return struct;
}
