import { Agent } from 'node:https';
import { parseJson } from '../../object/parse-json.ts';
import type { WebhookClientConfig } from '../../validation/webhook-client.ts';
import type { FindService } from './find-service.ts';
import { describeNetworkError } from './network-error.ts';
import type { Post } from './post-json.ts';
import { postJson } from './post-json.ts';
import { describeResponseError } from './response-error.ts';

export type WebhookCall = {
  readonly clientConfig: WebhookClientConfig;
  /** Sent as JSON. */
  readonly review: object;
  readonly timeoutSeconds: number;
  /** What the answer may have at most. */
  readonly limitBytes: number;
};

/** Calls webhooks over TLS; connections are kept for the next call. */
export type WebhookClient = {
  /** @returns the answer's JSON @throws Error in the words of kube-apiserver */
  readonly call: (call: WebhookCall) => Promise<unknown>;
  close(): void;
};

/** How many calls of one webhook go on at once; the others wait. */
const MAX_CONNECTIONS = 64;

/** Calls webhooks by URL or Service, over connections that are kept. */
export function createWebhookClient(findService: FindService): WebhookClient {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  return {
    call: async (call) => {
      const { shownUrl, post } = await postOf(call, findService);
      const posted = await postJson(agent, post).catch((error: unknown) => {
        throw new Error(`Post ${JSON.stringify(shownUrl)}: ${describeNetworkError(error, post)}`, { cause: error });
      });
      if (posted.status < 200 || posted.status > 206) {
        throw new Error(describeResponseError(posted.status, posted.text));
      }
      return parse(posted.text);
    },
    close: () => agent.destroy(),
  };
}

async function postOf(call: WebhookCall, findService: FindService): Promise<{ shownUrl: string; post: Post }> {
  const { clientConfig, review, timeoutSeconds, limitBytes } = call;
  const { service, caBundle } = clientConfig;
  const ca = Buffer.from(caBundle ?? '', 'base64')
    .toString()
    .trim();
  const common = {
    body: JSON.stringify(review),
    timeoutMs: timeoutSeconds * 1000,
    limitBytes,
    ...(ca && { ca }),
  };
  const query = `?timeout=${timeoutSeconds}s`;
  if (!service) {
    const { hostname, port, pathname, host } = new URL(clientConfig.url ?? '');
    const path = `${pathname}${query}`;
    // An IPv6 address stands in brackets in a URL, and nowhere else.
    const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 443 };
    return { shownUrl: `https://${host}${path}`, post: { ...common, ...address, path } };
  }
  const serverName = `${service.name}.${service.namespace}.svc`;
  const path = `${service.path || '/'}${query}`;
  const shownUrl = `https://${serverName}:${service.port ?? 443}${path}`;
  const address = await findService(service).catch((error: unknown) => {
    throw new Error(`Post ${JSON.stringify(shownUrl)}: ${(error as Error).message}`, { cause: error });
  });
  return { shownUrl, post: { ...common, ...address, path, serverName } };
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new Error(`couldn't get version/kind; json parse error: ${(error as Error).message}`, { cause: error });
  }
}
