/** So many writes of one request go on at once: they share commits, and others still get their turn. */
const BATCH = 32;

/**
 * Does `work` for each item, some at a time, in order of the batches; none goes on when this returns.
 * @throws what the work of the first item that failed throws, as if one were done after the other
 */
export async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += BATCH) {
    const results = await Promise.allSettled(items.slice(at, at + BATCH).map(work));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
