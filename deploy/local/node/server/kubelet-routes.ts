import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Pod } from '../../controllers/objects/pod.ts';
import { parseLogQuery } from '../logs/log-query.ts';
import { readLog, type LogSource } from '../logs/read-log.ts';
import type { StreamView } from './stream-routes.ts';

/** What the server shows of the node. */
export interface KubeletView extends StreamView {
  pods(): readonly Pod[];
  /** The log of a container's current or previous run; a text says why there is none. */
  log(namespace: string, pod: string, container: string, previous: boolean): LogSource | string;
}

const STREAMS = /^\/(exec|attach|portForward)\//;

/** Answers the part of kubelet's API that the API server uses, but for what changes the protocol. */
export async function answer(request: IncomingMessage, response: ServerResponse, view: KubeletView): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://node');
  if (STREAMS.test(url.pathname)) return send(response, 400, 'Upgrade request required\n');
  if (request.method !== 'GET') return send(response, 405, 'method not allowed\n');
  if (url.pathname === '/healthz') return send(response, 200, 'ok');
  if (url.pathname === '/pods') return send(response, 200, podList(view.pods()), 'application/json');
  const log = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(url.pathname);
  if (!log) return send(response, 404, 'not found\n');
  const [namespace, pod, container] = log.slice(1).map(decodeURIComponent) as [string, string, string];
  return sendLog(response, url.searchParams, (previous) => view.log(namespace, pod, container, previous));
}

const podList = (pods: readonly Pod[]): string =>
  JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: pods });

function send(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}

async function sendLog(
  response: ServerResponse,
  parameters: URLSearchParams,
  find: (previous: boolean) => LogSource | string,
): Promise<void> {
  const query = parseLogQuery(parameters, Date.now());
  const source = find(query.previous);
  if (typeof source === 'string') return send(response, 404, `${source}\n`);
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).flushHeaders();
  await pipeline(readLog(source, query, closed.signal), response).catch((error: unknown) => {
    // Whoever stops reading a followed log just closes the connection.
    if (!closed.signal.aborted) throw error;
  });
}
