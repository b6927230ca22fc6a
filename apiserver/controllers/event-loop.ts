import type { Logger } from 'pino';
import type { Store, StoreEvent, StoreWatch } from '../storage/index.ts';

/** Where a follower of the store keeps what it learns. */
export type Follower = {
  readonly prefix: string;
  /** A new start: forget everything. */
  reset(): void;
  /** Called for everything there is, and then for each change, in order. */
  observe(event: StoreEvent): void;
};

const RETRY_MS = 1000;

/**
 * Keeps a follower up to date with the store, over failures of the store too.
 * @returns once everything there is was observed, the way to stop
 */
export async function follow(store: Store, follower: Follower, logger: Logger): Promise<() => void> {
  let watch: StoreWatch | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  const start = async (): Promise<void> => {
    const page = await store.list({ prefix: follower.prefix });
    if (stopped) return;
    follower.reset();
    for (const record of page.records) follower.observe({ key: record.key, revision: record.revision, record });
    watch = store.watch(
      { prefix: follower.prefix, afterRevision: page.revision },
      { events: (batch) => batch.forEach((event) => follower.observe(event)), failed: restart },
    );
  };
  const restart = (error: Error): void => {
    if (stopped) return;
    logger.warn({ err: error, prefix: follower.prefix }, 'following the store again');
    retry = setTimeout(() => void start().catch(restart), RETRY_MS);
  };
  await start();
  return () => {
    stopped = true;
    clearTimeout(retry);
    watch?.close();
  };
}
