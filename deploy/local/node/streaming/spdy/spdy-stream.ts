import { Duplex } from 'node:stream';
import { dataFrame } from './frames.ts';
import type { Headers } from './header-block.ts';

/** What a stream needs of its connection. */
export type StreamWire = {
  /** @param done called when the bytes left this process, or the connection is gone */
  send(frame: Buffer, done: (error?: Error | null) => void): void;
  /** Stops reading from the connection until `resume`. */
  pause(stream: SpdyStream): void;
  resume(stream: SpdyStream): void;
  /** @param isReset the other side has to be told that the rest is not wanted */
  closed(stream: SpdyStream, isReset: boolean): void;
};

/** So much goes into one frame, so that the streams of a connection take turns. */
const FRAME_BYTES = 32 * 1024;

/**
 * One stream of a connection. As in kubelet there are no windows for single streams: whoever reads one slowly slows
 * down all of its connection.
 */
export class SpdyStream extends Duplex {
  readonly id: number;
  readonly headers: Headers;
  readonly #wire: StreamWire;
  #isOver = false;
  #isFinished = false;

  constructor(id: number, headers: Headers, wire: StreamWire) {
    super({ allowHalfOpen: true });
    this.id = id;
    this.headers = headers;
    this.#wire = wire;
  }

  /** Takes what the other side sent. */
  receive(bytes: Buffer, isLast: boolean): void {
    if (bytes.length > 0 && !this.push(bytes)) this.#wire.pause(this);
    if (!isLast) return;
    this.#isOver = true;
    this.push(null);
  }

  /** The other side gave the stream up. */
  abort(): void {
    this.#isOver = true;
    this.#isFinished = true;
    this.destroy();
  }

  override _read(): void {
    this.#wire.resume(this);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const parts: Buffer[] = [];
    for (let at = 0; at < chunk.length; at += FRAME_BYTES) {
      parts.push(dataFrame(this.id, chunk.subarray(at, at + FRAME_BYTES), false));
    }
    this.#wire.send(Buffer.concat(parts), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#isFinished = true;
    this.#wire.send(dataFrame(this.id, Buffer.alloc(0), true), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#wire.resume(this);
    this.#wire.closed(this, !(this.#isOver && this.#isFinished));
    done(error);
  }
}
