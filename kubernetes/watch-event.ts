import type { WatchEvent } from './kubernetes-client.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { parseStatus } from './parse-status.ts';

const types = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/** One parsed line of a watch. Throws KubernetesError for an ERROR event or for a line that is no event. */
export function watchEvent<T>(line: unknown): WatchEvent<T> {
  const { type, object } = (line ?? {}) as { type?: unknown; object?: unknown };
  if (type === 'ERROR') throw parseStatus(object, 500);
  if (typeof type !== 'string' || !types.has(type) || typeof object !== 'object' || object === null) {
    throw new KubernetesError({
      code: 500,
      reason: 'UnexpectedEvent',
      message: 'the watch sent a line that is no event',
    });
  }
  return line as WatchEvent<T>;
}
