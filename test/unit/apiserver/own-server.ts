import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { firstOf, localhostAuthenticator } from '../../../apiserver/access/authenticator.ts';
import type { ApiServerOptions } from '../../../apiserver/start-api-server.ts';
import { startApiServer } from '../../../apiserver/start-api-server.ts';
import type { Store } from '../../../apiserver/storage/index.ts';
import { FileStore } from '../../../apiserver/storage/index.ts';

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export type OwnServer = {
  readonly store: Store;
  readonly url: string;
  /** Sends JSON, or a text as it is. */
  request(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>;
  stop(): Promise<void>;
};

type OpenStore = (dir: string) => Promise<Store>;
let openStore: OpenStore = async (dir) => new FileStore(dir);

/** Lets the servers to come keep their objects elsewhere; default in a file. @param open makes an empty store */
export function useStore(open: OpenStore): void {
  openStore = open;
}

/** Our own server with nothing in it, on a free port. */
export async function startOwnServer(options: Partial<ApiServerOptions> = {}): Promise<OwnServer> {
  const dir = await mkdtemp(join(tmpdir(), 'apiserver-test-'));
  const store = options.store ?? (await openStore(dir));
  const server = await startApiServer({
    store,
    listen: { port: 0 },
    authenticate: firstOf([localhostAuthenticator()]),
    logger: pino({ level: 'silent' }),
    isRbac: true,
    ...options,
  });
  return {
    store,
    url: server.url,
    request: (method, path, body, contentType = 'application/json') =>
      request(server.url + path, { method, body, contentType }),
    stop: async () => {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function request(
  url: string,
  { method, body, contentType }: { method: string; body: unknown; contentType: string },
): Promise<Answer> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const headers = body === undefined ? {} : { 'content-type': contentType };
  const response = await fetch(url, { method, headers, ...sent });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return { status: response.status, body: isJson ? (JSON.parse(text) as Answer['body']) : { text } };
}
