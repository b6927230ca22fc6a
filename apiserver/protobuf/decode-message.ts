import type { GoField } from '../kinds/builtin/go-types.ts';
import { goMessage } from '../kinds/builtin/go-types.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject, setField } from '../object/kube-object.ts';
import { decodeSpecial } from './decode-special.ts';
import type { Reader } from './wire.ts';
import { forEachField, readInteger } from './wire.ts';

/** Real objects nest a few dozen deep; schemas are the deepest. */
const MAX_DEPTH = 200;
const LENGTH_DELIMITED = 2;

/** Where a decoding is: how deep, so that a hostile body cannot exhaust the stack. */
type At = { readonly depth: number };

/**
 * Decodes a message of a built-in kind to the JSON it stands for.
 * @param name such as `io.k8s.api.core.v1.Pod`
 * @throws Error if the bytes are no such message
 */
export function decodeMessage(bytes: Uint8Array, name: string, at: At = { depth: 0 }): JsonObject {
  if (at.depth > MAX_DEPTH) throw new Error('the message is nested too deeply');
  const object: JsonObject = {};
  const fields = fieldsByNumber(name);
  forEachField(bytes, (number, reader, wireType) => {
    const field = fields.get(number);
    if (field) readField(object, { field, reader, wireType, at: { depth: at.depth + 1 } });
    else reader.skipType(wireType);
  });
  return object;
}

const numbered = new Map<string, ReadonlyMap<number, GoField>>();

function fieldsByNumber(name: string): ReadonlyMap<number, GoField> {
  const known = numbered.get(name);
  if (known) return known;
  const fields = new Map((goMessage(name) ?? []).map((field) => [field.number, field]));
  numbered.set(name, fields);
  return fields;
}

type Read = { readonly field: GoField; readonly reader: Reader; readonly wireType: number; readonly at: At };

function readField(object: JsonObject, { field, reader, wireType, at }: Read): void {
  const { name, shape, type } = field;
  if (shape === 'map') {
    const map = (object[name] ??= {}) as JsonObject;
    readEntry(map, reader.bytes(), { type, at });
    return;
  }
  const isPacked = wireType === LENGTH_DELIMITED && VARINTS.has(type);
  const values = isPacked ? readPacked(reader, type) : [readValue(reader, type, at)];
  if (shape === 'list') ((object[name] ??= []) as unknown[]).push(...values);
  else if (name === '' && isJsonObject(values[0])) Object.assign(object, values[0]);
  else object[name] = values.at(-1);
}

function readEntry(map: JsonObject, bytes: Uint8Array, { type, at }: { type: string; at: At }): void {
  let key = '';
  let value: unknown;
  forEachField(bytes, (number, reader, wireType) => {
    if (number === 1) key = reader.string();
    else if (number === 2) value = readValue(reader, type, at);
    else reader.skipType(wireType);
  });
  setField(map, key, value ?? emptyOf(type));
}

/** An entry may leave out a value that is empty. */
function emptyOf(type: string): unknown {
  return type === 'string' || type === 'bytes' ? '' : type === 'int' ? 0 : null;
}

function readPacked(reader: Reader, type: string): unknown[] {
  const end = reader.uint32() + reader.pos;
  const values: unknown[] = [];
  while (reader.pos < end) values.push(VARINTS.get(type)?.(reader));
  return values;
}

const VARINTS: ReadonlyMap<string, (reader: Reader) => unknown> = new Map<string, (reader: Reader) => unknown>([
  ['int', readInteger],
  ['bool', (reader) => reader.bool()],
]);

const SCALARS: ReadonlyMap<string, (reader: Reader) => unknown> = new Map<string, (reader: Reader) => unknown>([
  ...VARINTS,
  ['string', (reader) => reader.string()],
  ['double', (reader) => reader.double()],
  ['bytes', (reader) => Buffer.from(reader.bytes()).toString('base64')],
]);

function readValue(reader: Reader, type: string, at: At): unknown {
  const scalar = SCALARS.get(type);
  if (scalar) return scalar(reader);
  const bytes = reader.bytes();
  const decode = (inner: Uint8Array, name: string): JsonObject => decodeMessage(inner, name, at);
  return goMessage(type) ? decode(bytes, type) : decodeSpecial(bytes, type, decode);
}
