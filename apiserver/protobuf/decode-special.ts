import type { JsonObject } from '../object/kube-object.ts';
import { parseJson } from '../object/parse-json.ts';
import { toTime } from '../object/kube-object.ts';
import type { Reader } from './wire.ts';
import { forEachField, readInteger } from './wire.ts';

/** Decodes a message of a named type. */
export type DecodeMessage = (bytes: Uint8Array, name: string) => JsonObject;

const SCHEMA = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
const MS = 1000;
const NANOS_PER_MICRO = 1000;
const MICRO_DIGITS = 6;

type Decode = (bytes: Uint8Array, decode: DecodeMessage) => unknown;

/** Types whose JSON is not that of their fields, by their names in go-types.json. */
const SPECIAL: Readonly<Record<string, Decode>> = {
  Quantity: (bytes) => fieldsOf(bytes, { 1: string }).get(1) ?? '0',
  IntOrString: decodeIntOrString,
  Time: (bytes) => decodeTime(bytes, toTime),
  MicroTime: (bytes) => decodeTime(bytes, toMicroTime),
  Raw: decodeRaw,
  Strings: (bytes) => all(bytes, 1),
  SchemaOrArray: (bytes, decode) => firstSchema(bytes, 1, decode) ?? schemas(bytes, decode),
  SchemaOrBool: (bytes, decode) => firstSchema(bytes, 2, decode) ?? fieldsOf(bytes, { 1: bool }).get(1) ?? false,
  SchemaOrStrings: (bytes, decode) => firstSchema(bytes, 1, decode) ?? all(bytes, 2),
};

/** @throws Error for a type that is not known, which is a mistake in go-types.json */
export function decodeSpecial(bytes: Uint8Array, type: string, decode: DecodeMessage): unknown {
  const special = SPECIAL[type];
  if (!special) throw new Error(`${type} cannot be decoded`);
  return special(bytes, decode);
}

type Read = (reader: Reader) => unknown;

const string: Read = (reader) => reader.string();
const bool: Read = (reader) => reader.bool();
const integer: Read = readInteger;
const bytesOf: Read = (reader) => reader.bytes();

/** The last value of each field that is asked for. */
function fieldsOf(bytes: Uint8Array, wanted: Readonly<Record<number, Read>>): Map<number, unknown> {
  const values = new Map<number, unknown>();
  forEachField(bytes, (number, reader, wireType) => {
    const read = wanted[number];
    if (read) values.set(number, read(reader));
    else reader.skipType(wireType);
  });
  return values;
}

function decodeIntOrString(bytes: Uint8Array): unknown {
  const values = fieldsOf(bytes, { 1: integer, 2: (reader) => reader.int32(), 3: string });
  return values.get(1) === 1 ? (values.get(3) ?? '') : (values.get(2) ?? 0);
}

/** An empty message is no time. */
function decodeTime(bytes: Uint8Array, write: (date: Date, nanos: number) => string): string | null {
  if (bytes.length === 0) return null;
  const values = fieldsOf(bytes, { 1: integer, 2: (reader) => reader.int32() });
  return write(new Date(Number(values.get(1) ?? 0) * MS), Number(values.get(2) ?? 0));
}

function toMicroTime(date: Date, nanos: number): string {
  const micros = String(Math.floor(nanos / NANOS_PER_MICRO)).padStart(MICRO_DIGITS, '0');
  return `${date.toISOString().slice(0, 19)}.${micros}Z`;
}

/** JSON inside: what is of any type goes as its text. */
function decodeRaw(bytes: Uint8Array): unknown {
  const raw = fieldsOf(bytes, { 1: bytesOf }).get(1) as Uint8Array | undefined;
  return raw && raw.length > 0 ? parseJson(Buffer.from(raw).toString()) : null;
}

function all(bytes: Uint8Array, wanted: number): string[] {
  const values: string[] = [];
  forEachField(bytes, (number, reader, wireType) => {
    if (number === wanted) values.push(reader.string());
    else reader.skipType(wireType);
  });
  return values;
}

function firstSchema(bytes: Uint8Array, number: number, decode: DecodeMessage): JsonObject | undefined {
  const inner = fieldsOf(bytes, { [number]: bytesOf }).get(number) as Uint8Array | undefined;
  return inner && decode(inner, SCHEMA);
}

function schemas(bytes: Uint8Array, decode: DecodeMessage): JsonObject[] {
  const values: JsonObject[] = [];
  forEachField(bytes, (number, reader, wireType) => {
    if (number === 2) values.push(decode(reader.bytes(), SCHEMA));
    else reader.skipType(wireType);
  });
  return values;
}
