/** A value as it is stored, with the revision of the write that stored it. Never mutated; identity may be used as a cache key. */
export type StoredRecord = {
  readonly key: string;
  readonly value: string;
  readonly revision: number;
};

/** One write: `record` is absent for a deletion, `previous` for a creation. */
export type StoreEvent = {
  readonly key: string;
  readonly revision: number;
  readonly record?: StoredRecord;
  readonly previous?: StoredRecord;
};

export type ListQuery = {
  readonly prefix: string;
  /** Only keys above this one. */
  readonly after?: string;
  /** At most so many records; 0 or absent means all. */
  readonly limit?: number;
  /** The state as it was after this revision; absent means now. */
  readonly revision?: number;
  /** False: it is enough that `remaining` is above zero where there are more. */
  readonly isCounted?: boolean;
};

export type ListPage = {
  readonly records: readonly StoredRecord[];
  /** The revision the page shows. */
  readonly revision: number;
  /** How many more records there are behind the page. */
  readonly remaining: number;
};

export type WatchQuery = {
  readonly prefix: string;
  /** Events of later revisions are sent, each once, in order. */
  readonly afterRevision: number;
};

/** Where a watch puts what it finds. After `failed` nothing more comes. */
export type WatchSink = {
  events(batch: readonly StoreEvent[]): void;
  /** What to wait for before more is handed over, where a store can keep it back. */
  ready?(): Promise<void>;
  failed(error: Error): void;
};

export type StoreWatch = {
  /** Resolves with a revision up to which every event was handed to the sink, not below the store's when called. */
  progress(): Promise<number>;
  close(): void;
};

/**
 * An ordered map of keys to strings with one revision for the whole of it: every write takes the next one, and a
 * revision is never given twice, also not after a crash. Keys are ASCII, ordered by their bytes. A write that was
 * answered is durable; reads see only durable writes.
 */
export interface Store {
  get(key: string): Promise<StoredRecord | undefined>;
  /** @throws CompactedError, FutureRevisionError for a `revision` outside what is kept */
  list(query: ListQuery): Promise<ListPage>;
  /** @throws KeyExistsError */
  create(key: string, value: string): Promise<StoredRecord>;
  /** Replaces the value if it is still of revision `expected`. @throws RevisionMismatchError */
  update(key: string, value: string, expected: number): Promise<StoredRecord>;
  /** Removes the key if its value is still of revision `expected`. @returns the revision of the removal @throws RevisionMismatchError */
  delete(key: string, expected: number): Promise<number>;
  /** Reports a CompactedError through the sink if the history after `afterRevision` is not kept. */
  watch(query: WatchQuery, sink: WatchSink): StoreWatch;
  /** The revision of the last durable write; 1 before the first. */
  revision(): Promise<number>;
  /** Forgets values that were replaced or removed at or before `revision`. */
  compact(revision: number): Promise<void>;
  /** Its watches end too, and say nothing of it. May be called again. */
  close(): Promise<void>;
}

/** What callers may act on; any other error of a store is a failure of the storage itself. */
export abstract class StoreError extends Error {}

/** A key that was to be made is there. */
export class KeyExistsError extends StoreError {
  constructor(key: string) {
    super(`key exists: ${key}`);
  }
}

/** A record is not what its writer last saw. */
export class RevisionMismatchError extends StoreError {
  /** What is stored instead; undefined if nothing is. */
  readonly current: StoredRecord | undefined;

  constructor(key: string, current: StoredRecord | undefined) {
    super(`revision does not match: ${key}`);
    this.current = current;
  }
}

/** A revision is older than the history that is kept. */
export class CompactedError extends StoreError {
  /** The oldest revision that can still be listed, if known. */
  readonly compactedRevision: number;

  constructor(compactedRevision: number) {
    super(`the requested revision was compacted, the oldest is ${compactedRevision}`);
    this.compactedRevision = compactedRevision;
  }
}

/** A revision that is not there yet. */
export class FutureRevisionError extends StoreError {
  readonly currentRevision: number;

  constructor(requested: number, currentRevision: number) {
    super(`revision ${requested} is in the future, the current one is ${currentRevision}`);
    this.currentRevision = currentRevision;
  }
}
