import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { get as getHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { get as getHttps, Agent as HttpsAgent } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Environment } from './cache-dir.ts';

/** How long each part of a download may take, milliseconds. */
export type DownloadTimes = {
  /** Until the first server's connection stands: what a closed network costs. */
  readonly connect: number;
  /** Without a byte. */
  readonly stall: number;
  readonly total: number;
};

const TIMES: DownloadTimes = { connect: 3_000, stall: 30_000, total: 600_000 };
const MOST_REDIRECTS = 5;

/** Larger than any release, smaller than a disk. */
const MOST_BYTES = 512 * 2 ** 20;

export type Download = {
  readonly url: string;
  readonly file: string;
  /** The proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY are used. */
  readonly env: Environment;
  readonly times?: Partial<DownloadTimes>;
};

/**
 * Downloads a file and answers its SHA-256, hexadecimal. Redirects are followed, but never from https to http.
 * @throws Error whose message is a sentence's end for a person: what the server or the network did
 */
export async function downloadFile({ url, file, env, times }: Download): Promise<string> {
  const limits = { ...TIMES, ...times };
  const signal = AbortSignal.timeout(limits.total);
  try {
    const response = await follow(new URL(url), { env, limits, signal });
    const hash = createHash('sha256');
    await pipeline(response, counted(hash), createWriteStream(file), { signal });
    return hash.digest('hex');
  } catch (error) {
    if (signal.aborted) throw new Error(`it took longer than ${limits.total / 1_000} s`, { cause: error });
    throw error;
  }
}

type Way = { readonly env: Environment; readonly limits: DownloadTimes; readonly signal: AbortSignal };

async function follow(start: URL, way: Way): Promise<IncomingMessage> {
  let url = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const response = await request(url, way);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined) {
      throw new Error(`${url.host} answered ${statusCode}`);
    }
    const next = new URL(headers.location, url);
    if (next.protocol !== url.protocol && next.protocol !== 'https:')
      throw new Error(`${url.host} led to ${next.protocol}`);
    url = next;
  }
  throw new Error(`${start.host} redirected more than ${MOST_REDIRECTS} times`);
}

function request(url: URL, { env, limits, signal }: Way): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  const agent = new (secure ? HttpsAgent : HttpAgent)({ proxyEnv: { ...env } });
  return new Promise((resolve, reject) => {
    const options = { agent, signal, headers: { 'user-agent': 'durasync' } };
    const sent = (secure ? getHttps : getHttp)(url, options, resolve);
    const slow = setTimeout(
      () => sent.destroy(new Error(`${url.host} could not be reached within ${limits.connect / 1_000} s`)),
      limits.connect,
    );
    sent.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(slow));
    });
    sent.setTimeout(limits.stall, () =>
      sent.destroy(new Error(`${url.host} sent nothing for ${limits.stall / 1_000} s`)),
    );
    sent.once('error', reject);
    sent.once('close', () => clearTimeout(slow));
  });
}

/** Passes the bytes on while hashing them, up to a bound. */
function counted(hash: ReturnType<typeof createHash>) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new Error(`the file is larger than ${MOST_BYTES} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  };
}
