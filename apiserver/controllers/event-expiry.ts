import type { Logger } from 'pino';
import { event } from '../kinds/builtin/event.ts';
import { textAt } from '../kinds/builtin/fields.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { kindPrefix } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';
import { RevisionMismatchError } from '../storage/index.ts';

/** As kube-apiserver's --event-ttl. */
export const EVENT_LIFE_MS = 60 * 60_000;
const INTERVAL_MS = 5 * 60_000;

/**
 * Removes events an hour after they were last seen, some minutes late.
 * @returns the way to stop
 */
export function startEventExpiry(store: Store, logger: Logger): () => void {
  const expire = (): Promise<void> => removeExpired(store, Date.now());
  const timer = setInterval(
    () => void expire().catch((err: unknown) => logger.warn({ err }, 'removing old events failed')),
    INTERVAL_MS,
  );
  timer.unref();
  return () => clearInterval(timer);
}

/** Removes the events that are over at a time, in milliseconds. */
export async function removeExpired(store: Store, now: number): Promise<void> {
  const { records } = await store.list({ prefix: kindPrefix(event) });
  const over = records.filter((record) => now - lastSeen(decodeRecord(record)) > EVENT_LIFE_MS);
  await Promise.all(
    over.map(({ key, revision }) =>
      store.delete(key, revision).catch((error: unknown) => {
        // It was seen again, or deleted, in between.
        if (!(error instanceof RevisionMismatchError)) throw error;
      }),
    ),
  );
}

function lastSeen(object: KubeObject): number {
  const times = [
    object.metadata.creationTimestamp ?? '',
    textAt(object, 'eventTime'),
    textAt(object, 'lastTimestamp'),
    textAt(object, 'series', 'lastObservedTime'),
  ];
  return Math.max(...times.map((time) => Date.parse(time)).filter((time) => !Number.isNaN(time)), 0);
}
