import type { Store } from './store.ts';
import { CompactedError } from './store.ts';

/** As kube-apiserver's --etcd-compaction-interval. */
export const COMPACTION_INTERVAL_MS = 5 * 60_000;

/** Nothing was written since the tick before, or another server has done it. */
function unlessDone(error: unknown): void {
  if (!(error instanceof CompactedError)) throw error;
}

/**
 * Keeps the history between one and two intervals long: at each tick it compacts to the revision of the tick before.
 * @returns the way to stop
 */
export function startCompactor(store: Store, onError: (error: unknown) => void, intervalMs: number): () => void {
  let seen: number | undefined;
  const tick = async (): Promise<void> => {
    const current = await store.revision();
    if (seen !== undefined) await store.compact(seen).catch(unlessDone);
    seen = current;
  };
  const timer = setInterval(() => void tick().catch(onError), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
