import type {
  ListPage,
  ListQuery,
  Store,
  StoredRecord,
  StoreEvent,
  StoreWatch,
  WatchQuery,
  WatchSink,
} from '../store.ts';
import { CompactedError, FutureRevisionError, KeyExistsError, RevisionMismatchError } from '../store.ts';
import type { Databases } from './database.ts';
import { openDatabases } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import type { Reads } from './reads.ts';
import { prepareReads } from './reads.ts';
import { WatchHub } from './watch-hub.ts';
import type { Writes } from './writes.ts';
import { prepareWrites } from './writes.ts';

/** A store in a folder of this machine, opened by one process at a time: SQLite with a write-ahead log, synced at every commit. */
export class FileStore implements Store {
  readonly #databases: Databases;
  readonly #committed: Reads;
  readonly #latest: Reads;
  readonly #writes: Writes;
  readonly #commits: GroupCommit;
  readonly #hub: WatchHub;
  /** Of the open transaction; the committed ones follow with it. */
  #next: { revision: number; compacted: number };
  #durable: { revision: number; compacted: number };
  #unpublished: StoreEvent[] = [];
  #closed = false;

  /**
   * @param observeCommit told of every commit how many seconds it took
   * @throws if the folder cannot be used, or another process has it open
   */
  constructor(rootPath: string, observeCommit?: (seconds: number) => void) {
    this.#databases = openDatabases(rootPath);
    this.#committed = prepareReads(this.#databases.reader);
    this.#latest = prepareReads(this.#databases.writer);
    this.#writes = prepareWrites(this.#databases.writer);
    this.#commits = new GroupCommit(this.#databases.writer, {
      committed: (seconds) => {
        observeCommit?.(seconds);
        this.#publish();
      },
      aborted: () => this.#forget(),
    });
    this.#durable = { revision: this.#writes.meta('revision'), compacted: this.#writes.meta('compacted') };
    this.#next = { ...this.#durable };
    this.#hub = new WatchHub({
      revision: () => this.#durable.revision,
      compacted: () => this.#durable.compacted,
      history: (range) => this.#committed.history(range),
    });
  }

  async get(key: string): Promise<StoredRecord | undefined> {
    return this.#committed.get(key);
  }

  async list(query: ListQuery): Promise<ListPage> {
    const { revision: current, compacted } = this.#durable;
    const revision = query.revision ?? current;
    if (revision > current) throw new FutureRevisionError(revision, current);
    if (revision < compacted) throw new CompactedError(compacted);
    return { ...this.#committed.page(query, revision === current ? undefined : revision), revision };
  }

  create(key: string, value: string): Promise<StoredRecord> {
    return this.#commits.run(() => {
      if (this.#latest.get(key)) throw new KeyExistsError(key);
      return this.#put(key, value, undefined);
    });
  }

  update(key: string, value: string, expected: number): Promise<StoredRecord> {
    return this.#commits.run(() => this.#put(key, value, this.#expect(key, expected)));
  }

  delete(key: string, expected: number): Promise<number> {
    return this.#commits.run(() => {
      const previous = this.#expect(key, expected);
      const revision = this.#next.revision + 1;
      this.#apply({ key, revision, previous });
      return revision;
    });
  }

  watch(query: WatchQuery, sink: WatchSink): StoreWatch {
    return this.#hub.watch(query, sink);
  }

  async revision(): Promise<number> {
    return this.#durable.revision;
  }

  async compact(revision: number): Promise<void> {
    const { revision: current, compacted } = this.#durable;
    if (revision > current) throw new FutureRevisionError(revision, current);
    if (revision <= compacted) throw new CompactedError(compacted);
    while (this.#durable.compacted < revision) {
      await this.#commits.run(() => {
        this.#next.compacted = this.#writes.compactStep(this.#next.compacted, revision);
      });
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#commits.flush();
    this.#hub.close();
    this.#databases.close();
  }

  #expect(key: string, expected: number): StoredRecord {
    const current = this.#latest.get(key);
    if (current?.revision !== expected) throw new RevisionMismatchError(key, current);
    return current;
  }

  #put(key: string, value: string, previous: StoredRecord | undefined): StoredRecord {
    const record = { key, value, revision: this.#next.revision + 1 };
    this.#apply({ key, revision: record.revision, record, ...(previous && { previous }) });
    return record;
  }

  #apply(event: StoreEvent): void {
    this.#writes.apply(event);
    this.#next.revision = event.revision;
    this.#unpublished.push(event);
  }

  #publish(): void {
    const events = this.#unpublished;
    this.#unpublished = [];
    this.#durable = { ...this.#next };
    this.#hub.publish(events);
  }

  #forget(): void {
    this.#unpublished = [];
    this.#next = { ...this.#durable };
  }
}
