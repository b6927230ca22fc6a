import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Environment } from './environment.ts';

/** A server that listens. */
export interface Serving {
  readonly url: string;
  /** Takes no new requests, lets those under way finish for 10 s, then cuts them. */
  close(): Promise<void>;
}

const graceMs = 10_000;

/** Limits against clients that are slow on purpose; a request must have arrived in full within 30 s. */
const limits: http.ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 32 * 1_024,
};

/** Listens by HTTP, or by HTTPS when there is a certificate. Rejects when the address cannot be had. */
export async function serve(
  app: http.RequestListener,
  { host, port, tls }: Pick<Environment, 'host' | 'port' | 'tls'>,
): Promise<Serving> {
  const server = tls
    ? https.createServer({ ...limits, cert: await readFile(tls.certFile), key: await readFile(tls.keyFile) }, app)
    : http.createServer(limits, app);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const hostPart = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `${tls ? 'https' : 'http'}://${hostPart}:${address.port}`,
    close: () => closeServer(server),
  };
}

async function closeServer(server: http.Server | https.Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
