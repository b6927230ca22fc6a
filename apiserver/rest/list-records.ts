import { setImmediate } from 'node:timers/promises';
import type { ListPage, StoredRecord } from '../storage/index.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import type { Listing, ObjectList } from './list-objects.ts';
import { checkNotOlder, rest, startOf, translate } from './list-objects.ts';
import type { ListOptions } from './list-options.ts';
import { listPrefix } from './object-key.ts';

/** So many records are read first of a list without a limit; how long they are says how many more at once. */
const FIRST_PAGE = 128;
const LARGEST_PAGE = 2048;
const PAGE_CHARACTERS = 1024 * 1024;

/** A list as it is stored: every record of one revision, some at a time. */
export type RecordList = {
  readonly metadata: ObjectList['metadata'];
  readonly first: readonly StoredRecord[];
  /** What comes after the first; absent if nothing does. @throws when it is read, if the history is gone by then */
  readonly more?: () => AsyncGenerator<readonly StoredRecord[]>;
};

/** Lists without selectors. @throws StatusError */
export async function listRecords(deps: RestDependencies, target: Target, options: ListOptions): Promise<RecordList> {
  const prefix = listPrefix(target.resource, target.namespace);
  const start = startOf(options, prefix);
  const listing = { options, prefix, start };
  try {
    return await open(deps, listing);
  } catch (error) {
    throw await translate(deps, error, listing);
  }
}

async function open(deps: RestDependencies, listing: Listing): Promise<RecordList> {
  const { options, prefix, start } = listing;
  const { limit } = options;
  const page = await deps.store.list({
    prefix,
    ...start,
    ...(limit ? { limit } : { limit: FIRST_PAGE, isCounted: false }),
  });
  checkNotOlder(options, start, page.revision);
  const metadata = { resourceVersion: String(page.revision) };
  const first = page.records;
  if (limit) return { first, metadata: { ...metadata, ...rest(listing, page, positionAfter(page)) } };
  return { first, metadata, ...(page.remaining > 0 && { more: () => pagesAfter(deps, prefix, page) }) };
}

const positionAfter = ({ revision, records }: ListPage): { revision: number; after?: string } => {
  const after = records.at(-1)?.key;
  return { revision, ...(after !== undefined && { after }) };
};

async function* pagesAfter(
  { store }: RestDependencies,
  prefix: string,
  first: ListPage,
): AsyncGenerator<readonly StoredRecord[]> {
  let page = first;
  while (page.remaining > 0) {
    // Others get their turn, also where nothing of a page is sent.
    await setImmediate();
    page = await store.list({ prefix, limit: nextPage(page), isCounted: false, ...positionAfter(page) });
    yield page.records;
  }
}

/** How many records are about as long as a page should be. */
function nextPage({ records }: ListPage): number {
  const characters = records.reduce((sum, { value }) => sum + value.length, 0);
  return Math.min(LARGEST_PAGE, Math.ceil((PAGE_CHARACTERS * records.length) / characters));
}
