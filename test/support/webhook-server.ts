import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServingPair } from '../../apiserver/access/self-signed.ts';

export type Review = {
  readonly kind: string;
  readonly apiVersion: string;
  readonly request: { readonly [field: string]: unknown; readonly uid: string };
};

/** What a webhook does with a review; undefined: it never answers. */
export type Webhook = (review: Review) => Reply | undefined;

/** Sent as JSON, or as it is if it is a text. */
export type Reply = { readonly status?: number; readonly body: unknown };

export type WebhookServer = {
  readonly url: string;
  readonly port: number;
  /** What clientConfig.caBundle must be: PEM in base64. */
  readonly caBundle: string;
  /** How many reviews each path got. */
  readonly calls: ReadonlyMap<string, number>;
  stop(): Promise<void>;
};

/** A server of webhooks over TLS on loopback, by path. @param names its certificate is for besides 127.0.0.1 */
export async function startWebhookServer(
  find: (path: string) => Webhook | undefined,
  names: readonly string[] = [],
): Promise<WebhookServer> {
  const dir = await mkdtemp(join(tmpdir(), 'webhook-server-'));
  const pair = await openServingPair(dir, ['127.0.0.1', 'localhost', ...names]);
  const calls = new Map<string, number>();
  const server = createServer(pair, (message, response) => {
    const path = (message.url ?? '').split('?')[0] ?? '';
    calls.set(path, (calls.get(path) ?? 0) + 1);
    void answer(message, response, find(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    caBundle: Buffer.from(pair.cert).toString('base64'),
    calls,
    stop: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answer(message: IncomingMessage, response: ServerResponse, webhook: Webhook | undefined): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const reply = webhook
    ? webhook(JSON.parse(Buffer.concat(chunks).toString()) as Review)
    : { status: 404, body: 'no such webhook' };
  if (!reply) return;
  const isText = typeof reply.body === 'string';
  response.writeHead(reply.status ?? 200, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? reply.body : JSON.stringify(reply.body));
}
