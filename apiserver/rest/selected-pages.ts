import { setImmediate } from 'node:timers/promises';
import type { ListPage, ListQuery, Store } from '../storage/index.ts';

/** So few records a page may have at first, and so many at most: longer ones would keep others waiting. */
const SMALLEST_PAGE = 128;
const LARGEST_PAGE = 1024;

/**
 * The records behind a position, a page after the other of one revision, for who looks for some among them: pages grow,
 * nobody counts what is behind them, and others get their turn in between.
 * @param limit how many are looked for; 0: all
 */
export async function* pagesToSelectFrom(
  store: Store,
  query: Pick<ListQuery, 'prefix' | 'after' | 'revision'>,
  limit: number,
): AsyncGenerator<ListPage> {
  let size = Math.min(Math.max(limit, SMALLEST_PAGE), LARGEST_PAGE);
  let page = await store.list({ ...query, limit: size, isCounted: false });
  yield page;
  while (page.remaining > 0) {
    await setImmediate();
    size = Math.min(2 * size, LARGEST_PAGE);
    const after = page.records.at(-1)?.key ?? query.prefix;
    page = await store.list({ prefix: query.prefix, after, revision: page.revision, limit: size, isCounted: false });
    yield page;
  }
}
