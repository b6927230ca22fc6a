import protobuf from 'protobufjs/minimal.js';
import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Field } from './gnostic-messages.ts';
import { MESSAGES } from './gnostic-messages.ts';

/** What discovery clients of Go ask for; the first spelling is the older. */
export const DOCUMENT_V2_TYPES = [
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
  'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
] as const;

type Writer = protobuf.Writer;

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const WIRE_TYPE_BITS = 3;

/**
 * Encodes a document of OpenAPI version 2 as gnostic's openapi.v2.Document. What that has no place for is left out.
 * @param document of valid JSON types
 */
export function encodeDocument(document: JsonObject): Buffer {
  const writer = protobuf.Writer.create();
  writeMessage(writer, 'Document', document);
  return Buffer.from(writer.finish());
}

function writeMessage(writer: Writer, name: string, value: unknown): void {
  const message = MESSAGES[name];
  if (!message) throw new Error(`no message ${name} is described`);
  if ('choose' in message) {
    writeField(writer, message.choose(value), value);
    return;
  }
  for (const [key, item] of Object.entries(isJsonObject(value) ? value : {})) {
    if (message.extensions !== undefined && key.startsWith('x-')) {
      writeEntry(writer, [message.extensions, 'Any'], key, item);
    } else if ('entries' in message) writeEntry(writer, message.entries, key, item);
    else if (message.fields[key]) writeField(writer, message.fields[key], item);
  }
}

/** gnostic has no maps but lists of names with their values. */
function writeEntry(writer: Writer, [number, type]: Field, name: string, value: unknown): void {
  tag(writer, number, LENGTH_DELIMITED).fork();
  writeField(writer, [1, 'string'], name);
  writeField(writer, [2, type], value);
  writer.ldelim();
}

function writeField(writer: Writer, [number, type]: Field, value: unknown): void {
  if (!type.startsWith('[]')) writeValue(writer, number, type, value);
  // A single item may stand for a list of one.
  else for (const item of [value].flat()) writeValue(writer, number, type.slice(2), item);
}

function writeValue(writer: Writer, number: number, type: string, value: unknown): void {
  const scalar = SCALARS[type];
  if (scalar) {
    scalar(writer, number, value);
    return;
  }
  tag(writer, number, LENGTH_DELIMITED).fork();
  writeMessage(writer, type, value);
  writer.ldelim();
}

const SCALARS: Readonly<Record<string, (writer: Writer, number: number, value: unknown) => void>> = {
  string: (writer, number, value) => tag(writer, number, LENGTH_DELIMITED).string(String(value)),
  bool: (writer, number, value) => tag(writer, number, VARINT).bool(value === true),
  int: (writer, number, value) => tag(writer, number, VARINT).int64(Number(value)),
  double: (writer, number, value) => tag(writer, number, FIXED_64).double(Number(value)),
  // A value of any type is told as YAML, which JSON is.
  Any: (writer, number, value) => {
    tag(writer, number, LENGTH_DELIMITED).fork();
    tag(writer, 2, LENGTH_DELIMITED).string(JSON.stringify(value)).ldelim();
  },
};

const tag = (writer: Writer, number: number, wireType: number): Writer =>
  writer.uint32(((number << WIRE_TYPE_BITS) | wireType) >>> 0);
