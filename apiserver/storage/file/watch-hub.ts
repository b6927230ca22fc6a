import type { StoreEvent, StoreWatch, WatchQuery, WatchSink } from '../store.ts';
import { CompactedError } from '../store.ts';

/** So many old events are read in one turn of the event loop, and wait for a sink at most. */
const CATCH_UP_STEP = 100;

/** What the hub must know of its store, as of the last commit. */
export type HubSource = {
  revision(): number;
  compacted(): number;
  history(range: { prefix: string; after: number; upTo: number; limit: number }): StoreEvent[];
};

type Watcher = { readonly query: WatchQuery; readonly sink: WatchSink; closed: boolean };

/** Hands committed events to watchers; one that starts in the past reads the history first. */
export class WatchHub {
  readonly #source: HubSource;
  readonly #live = new Map<string, Set<Watcher>>();

  constructor(source: HubSource) {
    this.#source = source;
  }

  watch(query: WatchQuery, sink: WatchSink): StoreWatch {
    const watcher: Watcher = { query, sink, closed: false };
    const caughtUp = Promise.withResolvers<void>();
    // Never in the caller's turn: it does not hold the watch yet.
    setImmediate(() => void this.#catchUp(watcher, query.afterRevision, caughtUp.resolve));
    return {
      progress: async () => {
        await caughtUp.promise;
        return this.#source.revision();
      },
      close: () => this.#remove(watcher),
    };
  }

  publish(events: readonly StoreEvent[]): void {
    for (const [prefix, watchers] of this.#live) {
      const batch = events.filter((event) => event.key.startsWith(prefix));
      if (batch.length === 0) continue;
      for (const { query, sink } of [...watchers]) {
        sink.events(batch.filter((event) => event.revision > query.afterRevision));
      }
    }
  }

  close(): void {
    const closed = new Error('the store was closed');
    const watchers = [...this.#live.values()].flatMap((set) => [...set]);
    this.#live.clear();
    for (const { sink } of watchers) sink.failed(closed);
  }

  async #catchUp(watcher: Watcher, after: number, done: () => void): Promise<void> {
    if (watcher.closed) return;
    const compacted = this.#source.compacted();
    if (after < compacted) {
      watcher.sink.failed(new CompactedError(compacted));
      return;
    }
    const upTo = this.#source.revision();
    const batch = this.#source.history({ prefix: watcher.query.prefix, after, upTo, limit: CATCH_UP_STEP });
    if (batch.length > 0) watcher.sink.events(batch);
    const last = batch.at(-1);
    if (last && batch.length === CATCH_UP_STEP) {
      await watcher.sink.ready?.();
      setImmediate(() => void this.#catchUp(watcher, last.revision, done));
      return;
    }
    // In the turn in which the history was read: nothing is committed in between.
    if (watcher.closed) return;
    this.#add(watcher);
    done();
  }

  #add(watcher: Watcher): void {
    const watchers = this.#live.get(watcher.query.prefix) ?? new Set();
    this.#live.set(watcher.query.prefix, watchers.add(watcher));
  }

  #remove(watcher: Watcher): void {
    watcher.closed = true;
    const watchers = this.#live.get(watcher.query.prefix);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#live.delete(watcher.query.prefix);
  }
}
