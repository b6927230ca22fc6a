/** SPDY/3.1's frames (draft-mbelshe-httpbis-spdy-00, 2.6), as far as Kubernetes' streams use them. */

export const FRAME = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

/** Reasons of a reset. */
export const RESET = { protocolError: 1, invalidStream: 2, refused: 3, cancel: 5 } as const;

/** No more comes on this stream from the side that says so. */
export const FLAG_FIN = 1;

const VERSION = 3;
const HEAD_BYTES = 8;
const CONTROL_BIT = 0x80;
const STREAM_MASK = 0x7fffffff;
/** Frames of control are small; those of data are handed on in pieces, and so may be as long as they like. */
const CONTROL_LIMIT_BYTES = 64 * 1024;

/** Whom the parser tells what it finds. */
export type FrameHandler = {
  control(type: number, flags: number, body: Buffer): void;
  /** @param isLast the stream ends with these bytes */
  data(streamId: number, bytes: Buffer, isLast: boolean): void;
};

type Data = { readonly streamId: number; readonly flags: number; left: number };

/** Cuts a stream of bytes into frames. */
export class FrameParser {
  readonly #handler: FrameHandler;
  #rest: Buffer = Buffer.alloc(0);
  #data: Data | undefined;

  constructor(handler: FrameHandler) {
    this.#handler = handler;
  }

  /** @throws RangeError for what is no frame of SPDY/3 */
  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#takePart());
  }

  /** @returns whether there may be more to take */
  #takePart(): boolean {
    if (this.#data) return this.#takeData(this.#data);
    if (this.#rest.length < HEAD_BYTES) return false;
    const flags = this.#rest[4] ?? 0;
    const length = this.#rest.readUIntBE(5, 3);
    const isControl = ((this.#rest[0] ?? 0) & CONTROL_BIT) !== 0;
    if (isControl) return this.#takeControl(flags, length);
    this.#data = { streamId: this.#rest.readUInt32BE(0) & STREAM_MASK, flags, left: length };
    this.#rest = this.#rest.subarray(HEAD_BYTES);
    if (length === 0) this.#endData(this.#data, Buffer.alloc(0));
    return true;
  }

  #takeControl(flags: number, length: number): boolean {
    const version = this.#rest.readUInt16BE(0) & 0x7fff;
    if (version !== VERSION) throw new RangeError(`a frame of version ${version}`);
    if (length > CONTROL_LIMIT_BYTES) throw new RangeError(`a control frame of ${length} bytes`);
    const end = HEAD_BYTES + length;
    if (this.#rest.length < end) return false;
    const type = this.#rest.readUInt16BE(2);
    const body = this.#rest.subarray(HEAD_BYTES, end);
    this.#rest = this.#rest.subarray(end);
    this.#handler.control(type, flags, body);
    return true;
  }

  #takeData(data: Data): boolean {
    const bytes = this.#rest.subarray(0, data.left);
    if (bytes.length === 0) return false;
    this.#rest = this.#rest.subarray(bytes.length);
    data.left -= bytes.length;
    if (data.left === 0) this.#endData(data, bytes);
    else this.#handler.data(data.streamId, bytes, false);
    return true;
  }

  #endData({ streamId, flags }: Data, bytes: Buffer): void {
    this.#data = undefined;
    this.#handler.data(streamId, bytes, (flags & FLAG_FIN) !== 0);
  }
}

/** A frame of control. @param body at most 16 MiB */
export function controlFrame(type: number, flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt16BE(0x8000 | VERSION, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

/** A frame of data. @param bytes at most 16 MiB */
export function dataFrame(streamId: number, bytes: Buffer, isLast: boolean): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(streamId, 0);
  head.writeUInt8(isLast ? FLAG_FIN : 0, 4);
  head.writeUIntBE(bytes.length, 5, 3);
  return Buffer.concat([head, bytes]);
}

/** The numbers most control frames consist of. */
export function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index));
  return bytes;
}
