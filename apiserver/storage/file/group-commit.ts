import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';

type Waiting = { commit(): void; abort(error: unknown): void };

export type CommitHooks = {
  /** Before the writers are answered. @param seconds how long the commit took */
  committed(seconds: number): void;
  /** Before they are refused. */
  aborted(): void;
};

/**
 * Collects the writes of one turn of the event loop in a transaction, so that they share one sync of the disk. Answers,
 * refusals too, are given after the commit: a refusal tells of another's write, which must not be lost after that.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #hooks: CommitHooks;
  #waiting: Waiting[] = [];

  constructor(database: DatabaseSync, hooks: CommitHooks) {
    this.#database = database;
    this.#hooks = hooks;
  }

  /**
   * Runs `operation` in the transaction that is open, or in a new one.
   * @throws StoreError what `operation` throws; anything else fails every write of the group
   */
  run<T>(operation: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    try {
      if (this.#waiting.length === 0) this.#begin();
      const value = operation();
      this.#waiting.push({ commit: () => resolve(value), abort: reject });
    } catch (error) {
      this.#waiting.push({ commit: () => reject(error), abort: reject });
      if (!(error instanceof StoreError)) this.#abort(error);
    }
    return promise;
  }

  /** Commits what is open now instead of at the end of the turn. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const began = performance.now();
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#abort(error);
      return;
    }
    const group = this.#take();
    this.#hooks.committed((performance.now() - began) / 1000);
    for (const writer of group) writer.commit();
  }

  #begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
    setImmediate(() => this.flush());
  }

  #abort(error: unknown): void {
    // SQLite may have rolled back by itself, as it does when the disk is full.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    const group = this.#take();
    this.#hooks.aborted();
    for (const writer of group) writer.abort(error);
  }

  #take(): Waiting[] {
    const group = this.#waiting;
    this.#waiting = [];
    return group;
  }
}
