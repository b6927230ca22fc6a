import type { StoredRecord, StoreEvent } from '../../../../apiserver/storage/index.ts';

/** The simplest thing that keeps a store's promises: every write in a list. Stores are compared with it. */
export class MemoryModel {
  readonly events: StoreEvent[] = [];
  #revision: number;

  constructor(revision: number) {
    this.#revision = revision;
  }

  get revision(): number {
    return this.#revision;
  }

  put(key: string, value: string): void {
    const previous = this.get(key);
    const revision = ++this.#revision;
    this.events.push({ key, revision, record: { key, value, revision }, ...(previous && { previous }) });
  }

  delete(key: string): void {
    const previous = this.get(key);
    this.events.push({ key, revision: ++this.#revision, ...(previous && { previous }) });
  }

  get(key: string, at = this.#revision): StoredRecord | undefined {
    return this.events.findLast((event) => event.key === key && event.revision <= at)?.record;
  }

  list(prefix: string, at = this.#revision): StoredRecord[] {
    const keys = [...new Set(this.events.map(({ key }) => key))].filter((key) => key.startsWith(prefix)).sort();
    return keys.map((key) => this.get(key, at)).filter((record) => record !== undefined);
  }

  after(prefix: string, revision: number): StoreEvent[] {
    return this.events.filter((event) => event.revision > revision && event.key.startsWith(prefix));
  }
}
