import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { createWebSocketStream, WebSocketServer, type WebSocket } from 'ws';

/** Longest message of a client. */
const MESSAGE_BYTES = 4 * 1024 * 1024;

/** As kubelet's --streaming-connection-idle-timeout. */
const IDLE_MS = 4 * 60 * 60_000;

/** A client's request to change the protocol. */
export interface UpgradeRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came behind the request already. */
  readonly head: Buffer;
}

/** Subprotocols a server speaks, those to take first. */
export interface Spoken {
  readonly spdy: readonly string[];
  readonly webSocket: readonly string[];
}

/** A connection after the change of protocol. */
export type Upgraded = { readonly spdy: Duplex } | { readonly webSocket: WebSocket };

/** Answers 101 and changes the protocol; undefined if it answered otherwise, as no protocol is spoken by both. */
export async function acceptUpgrade(upgrade: UpgradeRequest, spoken: Spoken): Promise<Upgraded | undefined> {
  const { request, socket, head } = upgrade;
  // On a server of TLS it is one.
  (socket as TLSSocket).setTimeout(IDLE_MS, () => socket.destroy());
  const wanted = request.headers.upgrade?.toLowerCase();
  if (wanted === 'websocket') return acceptWebSocket(upgrade, spoken.webSocket);
  const offered = protocolsIn(request.headers['x-stream-protocol-version']);
  const protocol = spoken.spdy.find((name) => offered.includes(name));
  if (wanted !== 'spdy/3.1' || !protocol) {
    refuse(upgrade, 403, `unable to negotiate protocol: client supports [${offered.join(' ')}]`);
    return undefined;
  }
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`];
  socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'));
  if (head.length > 0) socket.unshift(head);
  return { spdy: socket };
}

/** SPDY inside WebSocket messages, as kubectl forwards ports. */
export const tunnelOf = (socket: WebSocket): Duplex => createWebSocketStream(socket);

async function acceptWebSocket(upgrade: UpgradeRequest, spoken: readonly string[]): Promise<Upgraded | undefined> {
  const { request, socket, head } = upgrade;
  const offered = protocolsIn(request.headers['sec-websocket-protocol']);
  const protocol = spoken.find((name) => offered.includes(name));
  if (!protocol) {
    refuse(upgrade, 403, `unable to negotiate protocol: client supports [${offered.join(' ')}]`);
    return undefined;
  }
  // Kubernetes' name of the tunnel has a slash, which the library takes for no protocol at all: it is not shown the names.
  delete request.headers['sec-websocket-protocol'];
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES });
  server.on('headers', (lines) => lines.push(`Sec-WebSocket-Protocol: ${protocol}`));
  return new Promise((resolve) => {
    socket.once('close', () => resolve(undefined));
    server.handleUpgrade(request, socket, head, (webSocket) => resolve({ webSocket }));
  });
}

const protocolsIn = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Answers a request in HTTP and closes the connection. */
export function refuse({ socket }: Pick<UpgradeRequest, 'socket'>, status: number, text: string): void {
  const lines = ['Content-Type: text/plain; charset=utf-8', `Content-Length: ${Buffer.byteLength(text)}`];
  socket.end(
    [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, 'Connection: close', '', text].join('\r\n'),
  );
}
