import { Agent, fetch } from 'undici';
import type { ServerProcess } from './server-process.ts';

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** Over TLS the certificate is the server's own. */
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

/** Sends JSON, a patch as a merge patch. */
export async function ask(
  { url }: Pick<ServerProcess, 'url'>,
  method: string,
  path: string,
  { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const sent = body && { body: JSON.stringify(body) };
  const type = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
  const response = await fetch(url + path, { method, headers: { ...type, ...headers }, ...sent, dispatcher });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
