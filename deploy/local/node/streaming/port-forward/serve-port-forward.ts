import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SpdyConnection } from '../spdy/spdy-connection.ts';
import type { SpdyStream } from '../spdy/spdy-stream.ts';

/** A pod's address, and what it is called in errors. */
export interface ForwardTarget {
  readonly host: string;
  readonly pod: string;
}

/** As kubelet's: both streams of a pair are opened within this time. */
const PAIR_MS = 30_000;
const CONNECT_MS = 30_000;
const TYPES = ['data', 'error'] as const;

type Pair = Partial<Record<(typeof TYPES)[number], SpdyStream>> & { readonly timer: NodeJS.Timeout };

/** Forwards connections to a pod's ports: each is a pair of streams of one SPDY connection (portforward.k8s.io). */
export function servePortForward(transport: Duplex, target: ForwardTarget): void {
  const pairs = new Map<string, Pair>();
  const connection = new SpdyConnection(transport, (stream) => {
    const type = TYPES.find((name) => name === stream.headers.get('streamtype'));
    if (!type) throw new Error('invalid stream type');
    const port = portOf(stream);
    const id = stream.headers.get('requestid') ?? '';
    const pair = pairs.get(id) ?? { timer: setTimeout(() => giveUp(pairs, id), PAIR_MS) };
    if (pair[type]) throw new Error(`${type} stream already assigned`);
    const both = { ...pair, [type]: stream };
    pairs.set(id, both);
    if (!both.data || !both.error) return;
    clearTimeout(both.timer);
    pairs.delete(id);
    forward(both.data, both.error, { ...target, port });
  });
  void connection.closed.then(() => pairs.forEach(({ timer }) => clearTimeout(timer)));
}

function portOf({ headers }: SpdyStream): number {
  const text = headers.get('port') ?? '';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Error(`unable to parse "${text}" as a port`);
  return port;
}

function giveUp(pairs: Map<string, Pair>, id: string): void {
  const { data, error } = pairs.get(id) ?? {};
  pairs.delete(id);
  error?.end(`request ${id}: timed out waiting for streams`);
  data?.destroy();
}

function forward(data: SpdyStream, error: SpdyStream, { host, port, pod }: ForwardTarget & { port: number }): void {
  // Nothing is said there but its end.
  error.resume();
  const socket = connect({ host, port, allowHalfOpen: true });
  const timer = setTimeout(() => socket.destroy(new Error('connection timed out')), CONNECT_MS);
  socket.once('connect', () => clearTimeout(timer));
  socket.once('error', (cause) => error.end(`error forwarding port ${port} to pod ${pod}: ${cause.message}`));
  socket.once('close', () => {
    clearTimeout(timer);
    error.end();
    settle(data, socket);
  });
  data.once('close', () => socket.destroySoon());
  data.pipe(socket).pipe(data);
}

/** A connection that broke resets the stream; one that ended lets it flush. */
function settle(data: SpdyStream, { errored }: Socket): void {
  if (errored) data.destroy();
  else data.end();
}
