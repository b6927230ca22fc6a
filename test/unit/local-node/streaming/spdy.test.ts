import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createDeflate, constants, crc32 } from 'node:zlib';
import { duplexPair, type Duplex } from 'node:stream';
import fc from 'fast-check';
import {
  controlFrame,
  dataFrame,
  FRAME,
  FrameParser,
  numbers,
} from '../../../../deploy/local/node/streaming/spdy/frames.ts';
import { HeaderReader, HeaderWriter } from '../../../../deploy/local/node/streaming/spdy/header-block.ts';
import { HEADER_DICTIONARY } from '../../../../deploy/local/node/streaming/spdy/header-dictionary.ts';
import { SpdyConnection } from '../../../../deploy/local/node/streaming/spdy/spdy-connection.ts';
import type { SpdyStream } from '../../../../deploy/local/node/streaming/spdy/spdy-stream.ts';

const counted = (text: string): Buffer => Buffer.concat([numbers(Buffer.byteLength(text)), Buffer.from(text)]);

const plain = (headers: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat([
    numbers(Object.keys(headers).length),
    ...Object.entries(headers).flatMap(([name, value]) => [counted(name), counted(value)]),
  ]);

/** Compresses as Go's library does: one stream of zlib for all blocks, each flushed. */
function goWriter(): (headers: Readonly<Record<string, string>>) => Promise<Buffer> {
  const deflate = createDeflate({ dictionary: HEADER_DICTIONARY, level: 9 });
  return (headers) =>
    new Promise((resolve) => {
      deflate.write(plain(headers));
      deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(deflate.read() as Buffer));
    });
}

test('the dictionary is the one of the specification', () => {
  expect(HEADER_DICTIONARY.length).toBe(1423);
  expect(crc32(HEADER_DICTIONARY).toString(16)).toBe('4c8490e');
});

describe('header blocks', () => {
  test('are read one by one, though they are one compressed stream', async () => {
    const write = goWriter();
    const reader = new HeaderReader();
    for (let id = 0; id < 2000; id++) {
      const headers = { streamtype: id % 2 ? 'data' : 'error', port: String(id), requestid: 'x'.repeat(id % 90) };
      expect(Object.fromEntries(reader.read(await write(headers)))).toEqual(headers);
    }
  });

  test('that were written are read again', () => {
    const writer = new HeaderWriter();
    const reader = new HeaderReader();
    for (const value of ['a', 'ü', '']) {
      expect([...reader.read(writer.write(new Map([['name', value]])))]).toEqual([['name', value]]);
    }
  });

  test('that are no header blocks are refused, however they are broken', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new HeaderReader().read(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    const bomb = Buffer.from(new HeaderWriter().write(new Map([['a', 'x'.repeat(70_000)]])));
    expect(() => new HeaderReader().read(bomb)).toThrow(RangeError);
  });
});

test('frames are the same however the bytes of a connection are cut', () => {
  const bytes = Buffer.concat([
    controlFrame(FRAME.ping, 0, numbers(1)),
    dataFrame(1, Buffer.from('hello'), false),
    dataFrame(3, Buffer.alloc(0), true),
    controlFrame(FRAME.rstStream, 0, numbers(1, 5)),
    dataFrame(3, Buffer.from('x'.repeat(100)), true),
  ]);
  const read = (cuts: readonly number[]): string[] => {
    const found: string[] = [];
    const parser = new FrameParser({
      control: (type, flags, body) => void found.push(`control ${type} ${flags} ${body.toString('hex')}`),
      data: (id, piece, isLast) => {
        found.push(...[...piece].map((byte) => `data ${id} ${byte}`), ...(isLast ? [`end ${id}`] : []));
      },
    });
    [...cuts, bytes.length].reduce((from, to) => {
      parser.push(bytes.subarray(from, to));
      return to;
    }, 0);
    return found;
  };
  const whole = read([]);
  expect(whole[0]).toBe('control 6 0 00000001');
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      expect(read([...cuts].sort((a, b) => a - b))).toEqual(whole);
    }),
  );
});

test('a frame of another version, or of control without measure, ends the parsing', () => {
  const parser = (): FrameParser => new FrameParser({ control: () => undefined, data: () => undefined });
  expect(() => parser().push(Buffer.from([0x80, 2, 0, 1, 0, 0, 0, 0]))).toThrow('version 2');
  expect(() => parser().push(Buffer.from([0x80, 3, 0, 1, 0, 0x7f, 0, 0]))).toThrow('control frame');
});

describe('a connection', () => {
  const open = (id: number, headers: Readonly<Record<string, string>>, writer: HeaderWriter): Buffer =>
    controlFrame(
      FRAME.synStream,
      0,
      Buffer.concat([numbers(id, 0), Buffer.alloc(2), writer.write(new Map(Object.entries(headers)))]),
    );

  function connected(): { client: Duplex; streams: SpdyStream[]; connection: SpdyConnection } {
    const [client, transport] = duplexPair();
    const streams: SpdyStream[] = [];
    return { client, streams, connection: new SpdyConnection(transport, (stream) => void streams.push(stream)) };
  }

  test('passes what is said on a stream both ways, and its end', async () => {
    const { client, streams, connection } = connected();
    const parts: string[] = [];
    const parser = new FrameParser({
      control: (type) => void parts.push(`control ${type}`),
      data: (id, piece, isLast) => void parts.push(`${id}:${piece.toString()}${isLast ? ' end' : ''}`),
    });
    client.on('data', (chunk: Buffer) => parser.push(chunk));
    client.write(open(1, { streamtype: 'data' }, new HeaderWriter()));
    client.write(dataFrame(1, Buffer.from('hello'), true));
    while (streams.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [stream] = streams;
    expect(stream?.headers.get('streamtype')).toBe('data');
    const heard: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) heard.push(chunk);
    expect(Buffer.concat(heard).toString()).toBe('hello');
    stream?.end('good bye');
    await once(stream as SpdyStream, 'close');
    connection.close();
    await once(client, 'end');
    client.end();
    await connection.closed;
    expect(parts).toEqual([`control ${FRAME.synReply}`, '1:good bye', '1: end', `control ${FRAME.goAway}`]);
  });

  test('that is gone ends its streams', async () => {
    const { client, streams } = connected();
    client.write(open(1, {}, new HeaderWriter()));
    while (streams.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = once(streams[0] as SpdyStream, 'close');
    client.end();
    await closed;
  });
});
