import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * `versions` has a row a write, a NULL value is a removal; `heads` points to the row that counts now. `prev_rev` is the
 * row a write replaced, 0 if there was none.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS versions (
    rev INTEGER PRIMARY KEY, key TEXT NOT NULL, prev_rev INTEGER NOT NULL, value TEXT
  );
  CREATE INDEX IF NOT EXISTS versions_by_key ON versions (key, rev);
  CREATE TABLE IF NOT EXISTS heads (key TEXT PRIMARY KEY, rev INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT OR IGNORE INTO meta VALUES ('revision', 1), ('compacted', 0);
`;

export type Databases = {
  /** Sees its own open transaction. */
  readonly writer: DatabaseSync;
  /** Sees only what is committed, hence durable. */
  readonly reader: DatabaseSync;
  close(): void;
};

/**
 * Opens the folder, making it if need be, for this process alone.
 * @throws if another process has it open
 */
export function openDatabases(rootPath: string): Databases {
  mkdirSync(rootPath, { recursive: true, mode: 0o700 });
  const lock = takeLock(rootPath);
  const file = join(rootPath, 'store.db');
  const writer = new DatabaseSync(file);
  // FULL syncs the log at every commit: what was answered survives a loss of power too.
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;');
  // In one transaction: one sync of the disk.
  writer.exec(`BEGIN; ${SCHEMA} COMMIT;`);
  const reader = new DatabaseSync(file, { readOnly: true });
  return {
    writer,
    reader,
    close: () => [reader, writer, lock].forEach((database) => database.close()),
  };
}

/** A transaction held open on a database of its own: the kernel frees it with the process, however that ends. */
function takeLock(rootPath: string): DatabaseSync {
  const lock = new DatabaseSync(join(rootPath, 'lock.db'));
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new Error(`${rootPath} is in use by another process`, { cause: error });
  }
}
