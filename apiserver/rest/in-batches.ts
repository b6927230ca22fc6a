/** So many writes of one request go on at once: they share commits, and others still get their turn. */
const BATCH = 32;

/** Does `work` for each item, some at a time, in order of the batches. @throws what the first failing work throws */
export async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += BATCH) await Promise.all(items.slice(at, at + BATCH).map(work));
}
