import protobuf from 'protobufjs/minimal.js';

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
