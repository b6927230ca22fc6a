import type { IncomingMessage } from 'node:http';
import type { MeasuredRequest } from '../metrics/request-labels.ts';
import { attributesOf } from './request-attributes.ts';

/** What a request asks for. */
export type RequestTarget = MeasuredRequest & { readonly query: URLSearchParams };

/** Reads the path and the query of a request; nothing of its body. */
export function targetOf({ method = 'GET', url = '/', headers }: IncomingMessage): RequestTarget {
  const [path, search] = splitUrl(url);
  const query = new URLSearchParams(search);
  const isApply = method === 'PATCH' && (headers['content-type'] ?? '').startsWith('application/apply-patch');
  return { method, path, query, isApply, isDryRun: query.has('dryRun'), attributes: attributesOf(method, path, query) };
}

/** @returns the path, and the query without its `?` */
export function splitUrl(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
