import type { StoredRecord, StoreEvent, StoreWatch, WatchSink } from '../store.ts';
import { CompactedError } from '../store.ts';
import type { WatchStream } from './connection.ts';
import type { EtcdKeyValue, WatchResponse } from './protocol.ts';
import { EVENT_DELETE } from './protocol.ts';

/** etcd drops a request for progress while the watch still reads history, so it is asked again. */
const PROGRESS_RETRY_MS = 50;

export type EtcdWatchOptions = {
  readonly stream: WatchStream;
  readonly range: { readonly key: Buffer; readonly range_end: Buffer };
  readonly afterRevision: number;
  readonly toRecord: (kv: EtcdKeyValue) => StoredRecord;
  readonly sink: WatchSink;
};

/** One watch on a stream of its own, so that the stream's progress is the watch's. */
export class EtcdWatch implements StoreWatch {
  readonly #options: EtcdWatchOptions;
  #waiting: PromiseWithResolvers<number>[] = [];
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: EtcdWatchOptions) {
    this.#options = options;
    const { stream } = options;
    stream.on('error', (error: Error) => this.#fail(error));
    stream.on('end', () => this.#fail(new Error('etcd ended the watch')));
    stream.on('data', (response: WatchResponse) => this.#receive(response));
    // One revision earlier than wanted: etcd tells no progress of a watch that starts in the future.
    const start = { start_revision: Math.max(options.afterRevision, 1), prev_kv: true };
    stream.write({ create_request: { ...options.range, ...start } });
  }

  progress(): Promise<number> {
    if (this.#closed) return Promise.reject(new Error('the watch was closed'));
    const pending = Promise.withResolvers<number>();
    this.#waiting.push(pending);
    this.#requestProgress();
    return pending.promise;
  }

  close(): void {
    this.#end(new Error('the watch was closed'));
  }

  #receive(response: WatchResponse): void {
    if (this.#closed) return;
    if (response.canceled) return this.#fail(cancellation(response));
    const { toRecord, sink, afterRevision } = this.#options;
    const events = response.events.map((event) => toEvent(event, toRecord));
    const wanted = events.filter(({ revision }) => revision > afterRevision);
    if (wanted.length > 0) sink.events(wanted);
    if (events.length === 0 && !response.created) this.#answerProgress(response.header.revision);
  }

  #requestProgress(): void {
    clearTimeout(this.#retry);
    this.#options.stream.write({ progress_request: {} });
    this.#retry = setTimeout(() => this.#requestProgress(), PROGRESS_RETRY_MS);
  }

  #answerProgress(revision: number): void {
    clearTimeout(this.#retry);
    for (const { resolve } of this.#waiting.splice(0)) resolve(revision);
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.#end(error);
    this.#options.sink.failed(error);
  }

  #end(error: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#options.stream.cancel();
  }
}

function cancellation(response: WatchResponse): Error {
  if (response.compact_revision > 0) return new CompactedError(response.compact_revision);
  return new Error(`etcd cancelled the watch: ${response.cancel_reason}`);
}

function toEvent(event: WatchResponse['events'][number], toRecord: EtcdWatchOptions['toRecord']): StoreEvent {
  const record = toRecord(event.kv);
  return {
    key: record.key,
    revision: record.revision,
    ...(event.type !== EVENT_DELETE && { record }),
    ...(event.prev_kv && { previous: toRecord(event.prev_kv) }),
  };
}
