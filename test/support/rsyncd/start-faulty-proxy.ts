import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of a connection once it has carried so much. */
export const FAULTS = {
  /** Breaks off, and nobody listens any more, as when the upstream is killed. */
  dies: (near: Socket, far: Socket) => [near, far].forEach((socket) => socket.destroy()),
  /** Stays open and says no more. */
  stalls: () => undefined,
  /** Goes on with what is no protocol. */
  garbles: (near: Socket, _far: Socket, chunk: Buffer) => void near.write(Buffer.alloc(chunk.length, 0xff)),
} as const satisfies Record<string, (near: Socket, far: Socket, chunk: Buffer) => void>;

export interface FaultyProxy {
  readonly url: string;
  /** How often the fault has come. */
  readonly faults: number;
  stop(): Promise<void>;
}

/** Starts a proxy to an upstream on a loopback port, each of whose connections fails after `bytes` from the upstream. */
export async function startFaultyProxy(
  upstreamPort: number,
  fault: keyof typeof FAULTS,
  bytes: number,
): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  let faults = 0;
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: upstreamPort });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [near, far].forEach((end) => end.destroy()));
    }
    let left = bytes;
    near.pipe(far);
    far.on('data', (chunk) => {
      if (left === 0) return FAULTS[fault](near, far, chunk);
      if (chunk.length < left) {
        left -= chunk.length;
        near.write(chunk);
        return;
      }
      near.write(chunk.subarray(0, left));
      FAULTS[fault](near, far, chunk.subarray(left));
      left = 0;
      faults += 1;
      if (fault === 'dies') server.close();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `rsync://127.0.0.1:${(server.address() as AddressInfo).port}/data/`,
    get faults() {
      return faults;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}
