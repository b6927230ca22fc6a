import type { DatabaseSync } from 'node:sqlite';
import { keyAfter, prefixEnd } from '../key-range.ts';
import type { ListQuery, StoredRecord, StoreEvent } from '../store.ts';

type EventRow = { rev: number; key: string; value: string | null; prev_rev: number; prev_value: string | null };
type RecordRow = { key: string; value: string; rev: number };

/** The range of keys a list covers. */
type Bounds = { readonly from: string; readonly end: string };

const NOW = {
  page: `SELECT h.key, v.value, h.rev FROM heads h JOIN versions v ON v.rev = h.rev
    WHERE h.key >= :from AND h.key < :end ORDER BY h.key LIMIT :limit`,
  count: 'SELECT count(*) AS n FROM heads WHERE key >= :from AND key < :end',
};

// With max(), SQLite takes the other columns from the row that has it. Grouped in the order of the index, a page ends early.
const PAST = `SELECT key, value, max(rev) AS rev FROM versions
  WHERE key >= :from AND key < :end AND rev <= :at GROUP BY key HAVING value IS NOT NULL`;

const AT_REVISION = {
  page: `${PAST} ORDER BY key LIMIT :limit`,
  count: `SELECT count(*) AS n FROM (${PAST})`,
};

// The plus keeps SQLite on the primary key: the range of revisions is the narrow one.
const HISTORY = `SELECT v.rev, v.key, v.value, v.prev_rev, p.value AS prev_value
  FROM versions v LEFT JOIN versions p ON p.rev = v.prev_rev
  WHERE v.rev > :after AND v.rev <= :upTo AND +v.key >= :from AND +v.key < :end ORDER BY v.rev LIMIT :limit`;

/** The questions a file store asks its tables. */
export function prepareReads(database: DatabaseSync) {
  const get = database.prepare(
    'SELECT h.key, v.value, h.rev FROM heads h JOIN versions v ON v.rev = h.rev WHERE h.key = ?',
  );
  const now = { page: database.prepare(NOW.page), count: database.prepare(NOW.count) };
  const past = { page: database.prepare(AT_REVISION.page), count: database.prepare(AT_REVISION.count) };
  const history = database.prepare(HISTORY);
  return {
    get(key: string): StoredRecord | undefined {
      const row = get.get(key) as RecordRow | undefined;
      return row && toRecord(row);
    },

    /** @param at absent for the present */
    page(query: ListQuery, at: number | undefined): { records: StoredRecord[]; remaining: number } {
      const bounds = boundsOf(query);
      const limit = query.limit ? query.limit : -1;
      const isCounted = query.isCounted !== false;
      const statements = at === undefined ? now : past;
      const revision = at === undefined ? {} : { at };
      // One more tells whether there are more.
      const wanted = limit < 0 ? limit : limit + 1;
      const rows = statements.page.all({ ...bounds, ...revision, limit: wanted }) as RecordRow[];
      const records = (limit < 0 ? rows : rows.slice(0, limit)).map(toRecord);
      if (rows.length === records.length) return { records, remaining: 0 };
      if (!isCounted) return { records, remaining: 1 };
      const { n } = statements.count.get({ ...bounds, ...revision }) as { n: number };
      return { records, remaining: n - records.length };
    },

    history(range: { prefix: string; after: number; upTo: number; limit: number }): StoreEvent[] {
      const { prefix, ...revisions } = range;
      return (history.all({ ...boundsOf({ prefix }), ...revisions }) as EventRow[]).map(toEvent);
    },
  };
}

export type Reads = ReturnType<typeof prepareReads>;

function boundsOf(query: ListQuery): Bounds {
  return { from: query.after === undefined ? query.prefix : keyAfter(query.after), end: prefixEnd(query.prefix) };
}

function toRecord(row: RecordRow): StoredRecord {
  return { key: row.key, value: row.value, revision: row.rev };
}

function toEvent(row: EventRow): StoreEvent {
  const { key, rev: revision, value } = row;
  return {
    key,
    revision,
    ...(value !== null && { record: { key, value, revision } }),
    ...(row.prev_value !== null && { previous: { key, value: row.prev_value, revision: row.prev_rev } }),
  };
}
