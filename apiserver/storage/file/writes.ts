import type { DatabaseSync } from 'node:sqlite';
import type { StoreEvent } from '../store.ts';

/** So many revisions are looked at in one statement, to bound how long a compaction holds up the writers. */
const COMPACTION_STEP = 2000;

/** The statements that change a file store's tables; each call belongs in a transaction. */
export function prepareWrites(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO versions (rev, key, prev_rev, value) VALUES (?, ?, ?, ?)');
  const setHead = database.prepare(
    'INSERT INTO heads VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET rev = excluded.rev',
  );
  const dropHead = database.prepare('DELETE FROM heads WHERE key = ?');
  const setMeta = database.prepare('UPDATE meta SET value = ? WHERE name = ?');
  const getMeta = database.prepare('SELECT value FROM meta WHERE name = ?');
  const dropReplaced = database.prepare(
    'DELETE FROM versions WHERE rev IN (SELECT prev_rev FROM versions WHERE rev > ? AND rev <= ? AND prev_rev > 0)',
  );
  const dropRemovals = database.prepare('DELETE FROM versions WHERE rev > ? AND rev <= ? AND value IS NULL');
  return {
    meta: (name: 'revision' | 'compacted'): number => (getMeta.get(name) as { value: number }).value,

    apply(event: StoreEvent): void {
      insert.run(event.revision, event.key, event.previous?.revision ?? 0, event.record?.value ?? null);
      if (event.record) setHead.run(event.key, event.revision);
      else dropHead.run(event.key);
      setMeta.run(event.revision, 'revision');
    },

    /** One step of a compaction. @returns up to where it got */
    compactStep(after: number, upTo: number): number {
      const end = Math.min(upTo, after + COMPACTION_STEP);
      dropReplaced.run(after, end);
      dropRemovals.run(after, end);
      setMeta.run(end, 'compacted');
      return end;
    },
  };
}

export type Writes = ReturnType<typeof prepareWrites>;
