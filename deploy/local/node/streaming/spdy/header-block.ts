import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { HEADER_DICTIONARY } from './header-dictionary.ts';

/** Names in lower case. Several values of one name are joined by NUL. */
export type Headers = ReadonlyMap<string, string>;

/** How far deflate refers back. */
const WINDOW_BYTES = 32 * 1024;
const LIMIT_BYTES = 64 * 1024;
const PRESET_DICTIONARY = 0x20;

/**
 * Reads the header blocks of one connection, which are one zlib stream. Each ends at a byte, so that it can be read
 * alone, given what came before it.
 */
export class HeaderReader {
  #before: Buffer = HEADER_DICTIONARY;
  #isFirst = true;

  /** @throws RangeError for what is no header block, or one above 64 KiB */
  read(block: Buffer): Headers {
    const data = this.#isFirst ? withoutZlibHeader(block) : block;
    this.#isFirst = false;
    const text = inflate(data, this.#before);
    this.#before = Buffer.concat([this.#before, text]).subarray(-WINDOW_BYTES);
    return parseHeaders(text);
  }
}

function inflate(data: Buffer, dictionary: Buffer): Buffer {
  try {
    const options = { dictionary, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LIMIT_BYTES };
    return inflateRawSync(data, options);
  } catch (error) {
    throw new RangeError('malformed header block', { cause: error });
  }
}

function withoutZlibHeader(block: Buffer): Buffer {
  const flags = block[1] ?? 0;
  return block.subarray((flags & PRESET_DICTIONARY) === 0 ? 2 : 6);
}

function parseHeaders(text: Buffer): Headers {
  const headers = new Map<string, string>();
  let at = 0;
  const number = (): number => {
    if (at + 4 > text.length) throw new RangeError('a header block that ends too early');
    at += 4;
    return text.readUInt32BE(at - 4);
  };
  const word = (): string => {
    const length = number();
    if (at + length > text.length) throw new RangeError('a header block that ends too early');
    at += length;
    return text.toString('utf8', at - length, at);
  };
  for (let left = number(); left > 0; left--) headers.set(word().toLowerCase(), word());
  return headers;
}

/** Writes the header blocks of one connection, uncompressed: nothing then depends on what was sent before. */
export class HeaderWriter {
  #isFirst = true;

  write(headers: Headers): Buffer {
    const words = [...headers].flatMap(([name, value]) => [counted(name), counted(value)]);
    const text = Buffer.concat([uint32(headers.size), ...words]);
    const data = deflateRawSync(text, { level: 0, finishFlush: constants.Z_SYNC_FLUSH });
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return isFirst ? Buffer.concat([ZLIB_HEADER, data]) : data;
  }
}

/** Deflate with a window of 32 KiB, no dictionary. */
const ZLIB_HEADER = Buffer.from([0x78, 0x01]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function counted(word: string): Buffer {
  const bytes = Buffer.from(word);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
