import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

const GREETING = '@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n';

/** How an upstream misbehaves once a client has connected. */
export const BAD_UPSTREAMS = {
  /** Accepts and says nothing. */
  silent: () => undefined,
  /** Greets and then says nothing. */
  hangs: (socket: Socket) => void socket.write(GREETING),
  /** Lets the client in and sends what is no protocol. */
  garbage: (socket: Socket) => {
    socket.write(GREETING);
    socket.once('data', () => socket.write(Buffer.concat([Buffer.from('@RSYNCD: OK\n'), Buffer.alloc(65_536, 0xa7)])));
  },
  busy: (socket: Socket) => {
    socket.write(GREETING);
    socket.once('data', () => socket.end('@ERROR: max connections (1) reached -- try again later\n'));
  },
  /** Hangs up at once. */
  resets: (socket: Socket) => void socket.destroy(),
} as const satisfies Record<string, (socket: Socket) => void>;

export interface BadUpstream {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts an upstream on a loopback port that misbehaves in the given way. */
export async function startBadUpstream(kind: keyof typeof BAD_UPSTREAMS): Promise<BadUpstream> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    BAD_UPSTREAMS[kind](socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `rsync://127.0.0.1:${port}/data/`,
    async stop() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
