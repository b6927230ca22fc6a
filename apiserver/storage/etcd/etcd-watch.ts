import type { StoredRecord, StoreEvent, StoreWatch, WatchSink } from '../store.ts';
import { CompactedError } from '../store.ts';
import { isOfConnection } from './etcd-member.ts';
import type { EtcdKeyValue, WatchResponse, WatchStream } from './protocol.ts';
import { EVENT_DELETE } from './protocol.ts';

/** etcd drops a request for progress while the watch still reads history, so it is asked again. */
const PROGRESS_RETRY_MS = 50;
/** So often a quiet watch asks how far it is: one that goes on elsewhere must begin where history is still kept. */
const PROGRESS_INTERVAL_MS = 60_000;
const REOPEN_MS = 100;
/** A watch that cannot go on for so long fails. */
const REOPEN_LIMIT_MS = 30_000;

export type EtcdWatchOptions = {
  /** Of a member that answers. */
  readonly open: () => Promise<WatchStream>;
  /** The revision of the whole store. */
  readonly revision: () => Promise<number>;
  readonly range: { readonly key: Buffer; readonly range_end: Buffer };
  readonly afterRevision: number;
  readonly toRecord: (kv: EtcdKeyValue) => StoredRecord;
  readonly sink: WatchSink;
  /** Told once, when nothing more comes. */
  readonly ended: () => void;
};

type Waiting = PromiseWithResolvers<number> & { readonly wanted: number };

/** One watch, on a stream of its own, so that the stream's progress is the watch's; on another when that breaks. */
export class EtcdWatch implements StoreWatch {
  readonly #options: EtcdWatchOptions;
  readonly #regular: NodeJS.Timeout;
  #stream: WatchStream | undefined;
  /** Up to here everything was handed to the sink. */
  #seen: number;
  #lostAt: number | undefined;
  #waiting: Waiting[] = [];
  #retry: NodeJS.Timeout | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: EtcdWatchOptions) {
    this.#options = options;
    this.#seen = options.afterRevision;
    this.#regular = setInterval(() => this.#ask(), PROGRESS_INTERVAL_MS).unref();
    this.#open();
  }

  async progress(): Promise<number> {
    this.#checkOpen();
    const wanted = await this.#options.revision();
    this.#checkOpen();
    const waiting = { ...Promise.withResolvers<number>(), wanted };
    this.#waiting.push(waiting);
    this.#requestProgress();
    return waiting.promise;
  }

  close(): void {
    this.#end(new Error('the watch was closed'));
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('the watch was closed');
  }

  #open(): void {
    this.#options.open().then(
      (stream) => this.#follow(stream),
      (error: Error) => this.#lost(error),
    );
  }

  #follow(stream: WatchStream): void {
    this.#stream = stream;
    const lost = (error: Error): void => void (this.#stream === stream && this.#lost(error));
    stream.on('error', lost);
    stream.on('end', () => lost(new Error('etcd ended the watch')));
    stream.on('data', (response: WatchResponse) => this.#receive(response));
    if (this.#closed) return stream.cancel();
    // One revision earlier than wanted: etcd tells no progress of a watch that starts in the future.
    const start = { start_revision: Math.max(this.#seen, 1), prev_kv: true };
    stream.write({ create_request: { ...this.#options.range, ...start } });
    if (this.#waiting.length > 0) this.#requestProgress();
  }

  #receive(response: WatchResponse): void {
    if (this.#closed) return;
    if (response.canceled) return this.#fail(cancellation(response));
    this.#lostAt = undefined;
    const { toRecord, sink } = this.#options;
    const events = response.events.map((event) => toEvent(event, toRecord));
    const wanted = events.filter(({ revision }) => revision > this.#seen);
    this.#seen = wanted.at(-1)?.revision ?? this.#seen;
    if (wanted.length > 0) {
      sink.events(wanted);
      this.#pauseUntil(sink.ready?.());
    }
    if (events.length === 0 && !response.created) this.#answerProgress(response.header.revision);
  }

  /** etcd keeps back what a sink is not ready for. */
  #pauseUntil(ready: Promise<void> | undefined): void {
    const stream = this.#stream;
    if (!ready || !stream) return;
    stream.pause();
    void ready.finally(() => stream.resume());
  }

  #requestProgress(): void {
    clearTimeout(this.#retry);
    this.#ask();
    this.#retry = setTimeout(() => this.#requestProgress(), PROGRESS_RETRY_MS);
  }

  #ask(): void {
    this.#stream?.write({ progress_request: {} });
  }

  #answerProgress(revision: number): void {
    this.#seen = Math.max(this.#seen, revision);
    // A member may be behind the others.
    const answered = this.#waiting.filter(({ wanted }) => wanted <= revision);
    this.#waiting = this.#waiting.filter(({ wanted }) => wanted > revision);
    if (this.#waiting.length === 0) clearTimeout(this.#retry);
    for (const { resolve } of answered) resolve(revision);
  }

  /** Goes on where it was on another stream, for as long as there is hope. */
  #lost(error: Error): void {
    this.#stream = undefined;
    if (this.#closed) return;
    this.#lostAt ??= Date.now();
    if (Date.now() - this.#lostAt > REOPEN_LIMIT_MS || isRefusal(error)) return this.#fail(error);
    this.#reopen = setTimeout(() => this.#open(), REOPEN_MS);
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.#end(error);
    this.#options.sink.failed(error);
  }

  #end(error: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#regular);
    clearTimeout(this.#retry);
    clearTimeout(this.#reopen);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#stream?.cancel();
    this.#options.ended();
  }
}

/** Whether etcd says no, instead of saying nothing. */
const isRefusal = (error: Error): boolean => 'code' in error && !isOfConnection(error);

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
