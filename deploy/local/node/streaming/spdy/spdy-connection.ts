import type { Duplex } from 'node:stream';
import { controlFrame, FLAG_FIN, FRAME, FrameParser, numbers, RESET } from './frames.ts';
import { HeaderReader, HeaderWriter } from './header-block.ts';
import { SpdyStream, type StreamWire } from './spdy-stream.ts';

/** How many streams one connection may have open. */
const MAX_STREAMS = 512;
const STREAM_MASK = 0x7fffffff;
const HEADERS_AT = 10;
/** While nothing is read, only a write tells that the other side is gone. */
const PING_MS = 10_000;
/** How long the other side may take to read what is left when the connection is closed. */
const CLOSE_MS = 30_000;

/** The server's side of a SPDY/3.1 connection: the client opens streams, either side speaks on them. */
export class SpdyConnection {
  readonly #transport: Duplex;
  readonly #onStream: (stream: SpdyStream) => void;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #waiting = new Set<SpdyStream>();
  readonly #reader = new HeaderReader();
  readonly #writer = new HeaderWriter();
  readonly #parser: FrameParser;
  readonly #pings: NodeJS.Timeout;
  #lastId = 0;
  #pingId = 0;

  /**
   * @param transport after the change of protocol
   * @param onStream told of each stream the client opens; throws an Error for one that makes no sense
   */
  constructor(transport: Duplex, onStream: (stream: SpdyStream) => void) {
    this.#transport = transport;
    this.#onStream = onStream;
    this.#parser = new FrameParser({
      control: (type, flags, body) => this.#control(type, flags, body),
      data: (streamId, bytes, isLast) => this.#data(streamId, bytes, isLast),
    });
    this.#pings = setInterval(() => this.#ping(), PING_MS);
    transport.on('data', (chunk: Buffer) => this.#take(chunk));
    transport.on('error', () => transport.destroy());
    transport.once('end', () => this.#over());
    transport.once('close', () => this.#over());
  }

  /** Resolves when the connection is gone. */
  get closed(): Promise<void> {
    if (this.#transport.closed) return Promise.resolve();
    return new Promise((resolve) => this.#transport.once('close', () => resolve()));
  }

  /** Ends the connection after what was written to its streams. */
  close(): void {
    if (this.#transport.destroyed) return;
    this.#transport.end(controlFrame(FRAME.goAway, 0, numbers(this.#lastId, 0)));
    // Read on to the other side's end, or it would be told of a reset before it has read everything.
    this.#transport.resume();
    const timer = setTimeout(() => this.#transport.destroy(), CLOSE_MS);
    this.#transport.once('close', () => clearTimeout(timer));
  }

  #over(): void {
    clearInterval(this.#pings);
    for (const stream of [...this.#streams.values()]) stream.abort();
    this.#transport.end();
  }

  #take(chunk: Buffer): void {
    try {
      this.#parser.push(chunk);
    } catch {
      // Where the next frame begins is not known any more.
      this.#transport.destroy();
    }
  }

  #ping(): void {
    // A server's numbers are even.
    this.#pingId += 2;
    this.#send(controlFrame(FRAME.ping, 0, numbers(this.#pingId)));
  }

  #send(frame: Buffer, done: (error?: Error | null) => void = () => undefined): void {
    if (!this.#transport.writable) return done();
    this.#transport.write(frame, done);
  }

  #control(type: number, flags: number, body: Buffer): void {
    if (type === FRAME.synStream) this.#open(flags, body);
    else if (type === FRAME.rstStream) this.#streams.get(body.readUInt32BE(0) & STREAM_MASK)?.abort();
    else if (type === FRAME.headers) this.#reader.read(body.subarray(4));
    else if (type === FRAME.ping && body.readUInt32BE(0) % 2 === 1) this.#send(controlFrame(FRAME.ping, 0, body));
  }

  #open(flags: number, body: Buffer): void {
    const id = body.readUInt32BE(0) & STREAM_MASK;
    // Read in any case: later blocks refer to it.
    const headers = this.#reader.read(body.subarray(HEADERS_AT));
    if (id % 2 === 0 || id <= this.#lastId) throw new RangeError(`stream ${id} after ${this.#lastId}`);
    this.#lastId = id;
    if (this.#streams.size >= MAX_STREAMS) return this.#reset(id, RESET.refused);
    const stream = new SpdyStream(id, headers, this.#wire());
    stream.on('error', () => undefined);
    this.#streams.set(id, stream);
    try {
      this.#onStream(stream);
    } catch {
      stream.destroy();
      return;
    }
    const reply = Buffer.concat([numbers(id), this.#writer.write(new Map())]);
    this.#send(controlFrame(FRAME.synReply, 0, reply));
    if ((flags & FLAG_FIN) !== 0) stream.receive(Buffer.alloc(0), true);
  }

  #data(streamId: number, bytes: Buffer, isLast: boolean): void {
    const stream = this.#streams.get(streamId);
    if (stream) stream.receive(bytes, isLast);
    else if (streamId > this.#lastId) this.#reset(streamId, RESET.invalidStream);
  }

  #reset(streamId: number, reason: number): void {
    this.#send(controlFrame(FRAME.rstStream, 0, numbers(streamId, reason)));
  }

  #wire(): StreamWire {
    return {
      send: (frame, done) => this.#send(frame, done),
      pause: (stream) => {
        this.#waiting.add(stream);
        this.#transport.pause();
      },
      resume: (stream) => {
        if (this.#waiting.delete(stream) && this.#waiting.size === 0) this.#transport.resume();
      },
      closed: (stream, isReset) => {
        this.#streams.delete(stream.id);
        if (isReset) this.#reset(stream.id, RESET.cancel);
      },
    };
  }
}
