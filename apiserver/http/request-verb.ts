import type { Verb } from '../kinds/resource.ts';
import { flagOf } from '../query-values.ts';
import type { RequestInfo } from './request-info.ts';

const READS: Readonly<Record<string, Verb>> = { GET: 'get', HEAD: 'get' };
const OF_OBJECTS: Readonly<Record<string, Verb>> = { ...READS, PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const OF_COLLECTIONS: Readonly<Record<string, Verb>> = {
  GET: 'list',
  HEAD: 'list',
  POST: 'create',
  DELETE: 'deletecollection',
};

/** What a request does to what its path is about; undefined for a method that does nothing there. */
export function verbOf(
  { method, query }: { readonly method: string; readonly query: URLSearchParams },
  info: RequestInfo,
): Verb | undefined {
  const isWatch = info.isWatchPath || flagOf(query, 'watch');
  if (info.subresource !== '' && method === 'POST') return 'create';
  if (info.name !== '') return isWatch && info.isWatchPath ? 'watch' : OF_OBJECTS[method];
  const verb = OF_COLLECTIONS[method];
  return verb === 'list' && isWatch ? 'watch' : verb;
}
