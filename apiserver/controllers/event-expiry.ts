import type { Logger } from 'pino';
import { event } from '../kinds/builtin/event.ts';
import { kindPrefix } from '../rest/object-key.ts';
import type { Store, StoredRecord } from '../storage/index.ts';
import { KeyExistsError, RevisionMismatchError } from '../storage/index.ts';
import type { Mark } from './write-times.ts';
import { addMark, writtenBy } from './write-times.ts';

/** As kube-apiserver's --event-ttl. */
export const EVENT_TTL_MS = 60 * 60_000;
/** So late an event may go: as kube-apiserver, which lets events share a lease for so long. */
const LATEST_MS = 60_000;
const LATEST_SHARE = 0.05;
const SOONEST_MS = 1000;

/** No kind is stored there: a definition's group has a dot. */
const MARKS_KEY = '/server/event-write-times/marks';

type Expiry = {
  readonly store: Store;
  /** How long an event lives after its last write. */
  readonly ttlMs: number;
  /** In milliseconds. */
  readonly now: () => number;
};

/**
 * Removes events when their last write is so long ago, up to a minute late. @param ttlMs 0: they stay
 * @returns the way to stop
 */
export function startEventExpiry(store: Store, logger: Logger, ttlMs: number): () => void {
  if (ttlMs === 0) return () => undefined;
  const intervalMs = Math.max(SOONEST_MS, Math.min(LATEST_MS, ttlMs * LATEST_SHARE));
  const report = (err: unknown): void => logger.warn({ err }, 'removing old events failed');
  const expire = (): Promise<void> => removeExpired({ store, ttlMs, now: () => Date.now() }).catch(report);
  void expire();
  const timer = setInterval(() => void expire(), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Removes the events that are over, and notes by when those there are now were written. What is noted is stored with
 * them: what an event says of its times is its sender's, and a server that starts again must not take them for new.
 */
export async function removeExpired({ store, ttlMs, now }: Expiry): Promise<void> {
  const stored = await store.get(MARKS_KEY);
  const marks = stored ? marksIn(stored) : [];
  const { records, revision } = await store.list({ prefix: kindPrefix(event) });
  const time = now();
  const newest = Math.max(0, ...records.map((record) => record.revision));
  if (newest > (marks.at(-1)?.revision ?? 0)) {
    await unlessOvertaken(saveMarks(store, stored, addMark(marks, { revision, time }, ttlMs)));
  }
  const over = records.filter((record) => (writtenBy(marks, record.revision) ?? time) + ttlMs <= time);
  await Promise.all(over.map(({ key, revision: last }) => unlessOvertaken(store.delete(key, last))));
}

/** In the shape of an object, as everything in the store. */
const marksIn = ({ value }: StoredRecord): Mark[] => (JSON.parse(value) as { marks: Mark[] }).marks;

function saveMarks(store: Store, stored: StoredRecord | undefined, marks: readonly Mark[]): Promise<unknown> {
  const value = JSON.stringify({ kind: 'EventWriteTimes', apiVersion: 'server', metadata: {}, marks });
  return stored ? store.update(MARKS_KEY, value, stored.revision) : store.create(MARKS_KEY, value);
}

/** An event that was seen again or deleted meanwhile is another's; so are marks another server made. */
async function unlessOvertaken(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof RevisionMismatchError || error instanceof KeyExistsError)) throw error;
  }
}
