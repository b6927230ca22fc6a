import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { answer, type KubeletView } from './kubelet-routes.ts';
import { serveStream } from './stream-routes.ts';
import { refuse } from './stream-upgrade.ts';

/** PEM texts. */
export interface KubeletServerOptions {
  readonly port: number;
  readonly cert: string;
  readonly key: string;
  /** Signs the client certificates that are let in; in Kubernetes only the API server has one. */
  readonly clientCa: string;
  readonly view: KubeletView;
  readonly log: Logger;
}

const HOST = '127.0.0.1';
/** Commands and forwarded ports at one time. */
const MAX_STREAMS = 256;

/** Serves the kubelet-like API to holders of a client certificate. @returns the port, and how to close it */
export async function startKubeletServer(
  options: KubeletServerOptions,
): Promise<{ port: number; close: () => Promise<void> }> {
  const { cert, key, clientCa, view, log } = options;
  const tls = { cert, key, ca: clientCa, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' as const };
  const server = createServer(tls, (request, response) => {
    answer(request, response, view).catch((error: unknown) => {
      log.warn({ err: error, path: request.url?.split('?')[0] }, 'request failed');
      if (!response.headersSent) response.writeHead(error instanceof RangeError ? 400 : 500);
      response.end(error instanceof RangeError ? `${error.message}\n` : undefined);
    });
  });
  const streams = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (streams.size >= MAX_STREAMS) return refuse({ socket }, 429, `the node has ${MAX_STREAMS} streams open already`);
    streams.add(socket);
    socket.once('close', () => streams.delete(socket));
    serveStream({ request, socket, head }, view).catch((error: unknown) => {
      log.warn({ err: error, path: request.url?.split('?')[0] }, 'stream failed');
      socket.destroy();
    });
  });
  // kubelet's own: a followed log may be quiet for hours, so there is no limit on a response.
  server.headersTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of streams) socket.destroy();
      }),
  };
}
