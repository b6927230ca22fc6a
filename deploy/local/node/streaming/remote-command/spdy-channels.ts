import type { Duplex } from 'node:stream';
import { SpdyConnection } from '../spdy/spdy-connection.ts';
import type { SpdyStream } from '../spdy/spdy-stream.ts';
import type { CommandChannels } from './command-channels.ts';
import type { CommandRequest } from './command-request.ts';

/** As kubelet's: the client opens its streams within this time. */
const STREAMS_MS = 30_000;

/**
 * Waits until a client has opened the streams it asked for (v4.channel.k8s.io over SPDY).
 * @throws Error if it does not in time
 */
export async function spdyChannels(transport: Duplex, request: CommandRequest): Promise<CommandChannels> {
  const wanted = (['stdin', 'stdout', 'stderr'] as const).filter((name) => request[name]);
  const needed: readonly string[] = ['error', ...wanted];
  const streams = new Map<string, SpdyStream>();
  const { promise: complete, resolve, reject } = Promise.withResolvers<void>();
  const connection = new SpdyConnection(transport, (stream) => {
    const type = stream.headers.get('streamtype') ?? '';
    if (streams.has(type) || ![...needed, 'resize'].includes(type)) throw new Error(`unexpected stream "${type}"`);
    streams.set(type, stream);
    // Nothing is said on the others but their end.
    if (type !== 'stdin') stream.resume();
    if (needed.every((name) => streams.has(name))) resolve();
  });
  const timer = setTimeout(() => reject(new Error('timed out waiting for client to create streams')), STREAMS_MS);
  void connection.closed.then(() => reject(new Error('the client left before it had opened its streams')));
  try {
    await complete;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const [error, stdin, stdout, stderr] = ['error', 'stdin', 'stdout', 'stderr'].map((name) => streams.get(name));
  if (!error) throw new Error('no stream for errors');
  return {
    ...(stdin && { stdin }),
    ...(stdout && { stdout }),
    ...(stderr && { stderr }),
    error,
    closed: connection.closed,
    close: () => connection.close(),
  };
}
