import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs/minimal.js';
import { readInteger } from '../../../../apiserver/protobuf/wire.ts';

const { Reader, Writer } = protobuf;

function read(text: string): number {
  const low = Number(BigInt.asIntN(32, BigInt(text)));
  const high = Number(BigInt(text) >> 32n);
  return readInteger(Reader.create(Writer.create().int64({ low, high, unsigned: false }).finish()));
}

describe('an int64 of protobuf', () => {
  test.each(['0', '-1', '9007199254740992', '-10000000000000000'])('%s is read', (text) => {
    expect(String(read(text))).toBe(text);
  });

  test.each(['9007199254740993', '-1700000000123456789', '9223372036854775807'])('%s is refused', (text) => {
    expect(() => read(text)).toThrow(`the integer ${text} has more digits than are kept`);
  });
});
