import protobuf from 'protobufjs/minimal.js';
import { exactNumber } from '../object/exact-number.ts';

export type Reader = protobuf.Reader;

const WIRE_TYPE_BITS = 3;
const WIRE_TYPE_MASK = 7;

/** Reads a message field by field; `visit` reads or skips each one's value. @throws Error if the bytes are no message */
export function forEachField(
  bytes: Uint8Array,
  visit: (number: number, reader: Reader, wireType: number) => void,
): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    visit(tag >>> WIRE_TYPE_BITS, reader, tag & WIRE_TYPE_MASK);
  }
}

/** An int64. @throws RangeError if it would be another number */
export function readInteger(reader: Reader): number {
  const value = reader.int64();
  const number = Number(value);
  if (Number.isSafeInteger(number) || typeof value === 'number') return number;
  return exactNumber((BigInt(value.high) << 32n) + BigInt(value.low >>> 0));
}
