import type { Status } from '../errors/index.ts';
import { expired, internalError, StatusError } from '../errors/index.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { StoreEvent, StoreWatch } from '../storage/index.ts';
import { CompactedError } from '../storage/index.ts';
import { nextBookmark } from './bookmark-times.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import type { ListOptions } from './list-options.ts';
import { listState } from './list-state.ts';
import { listPrefix } from './object-key.ts';
import { PendingEvents } from './pending-events.ts';
import type { ObjectEvent } from './translate-event.ts';
import { translateEvent } from './translate-event.ts';

export type WatchEvent = ObjectEvent | { readonly type: 'ERROR'; readonly object: Status };

/** Where a watch's events go. After `end` nothing more comes. */
export type WatchOutput = {
  /** @returns what to wait for before the next, if the client does not keep up */
  send(event: WatchEvent): Promise<void> | undefined;
  end(): void;
};

export type Watching = {
  /** Rejects with a StatusError if the watch cannot start. */
  readonly started: Promise<void>;
  stop(): void;
};

/** A watch that is asked for: how, for how long, and how often it has bookmarks if it wants any. */
export type WatchRequest = {
  readonly options: ListOptions;
  readonly output: WatchOutput;
  /** When it ends, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly bookmarkIntervalMs: number;
};

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Starts a watch, with the initial events it asks for. One that falls too far behind ends; its client resumes it. */
export function watchObjects(deps: RestDependencies, target: Target, request: WatchRequest): Watching {
  const watch = new ObjectWatch(deps, target, request);
  return { started: watch.start(), stop: () => watch.stop() };
}

class ObjectWatch {
  readonly #deps: RestDependencies;
  readonly #target: Target;
  readonly #request: WatchRequest;
  readonly #options: ListOptions;
  readonly #output: WatchOutput;
  readonly #pending = new PendingEvents();
  #source: StoreWatch | undefined;
  #bookmarks: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;
  /** Events go out in order although conversion, or the client, may take its time. */
  #queue: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: RestDependencies, target: Target, request: WatchRequest) {
    this.#deps = deps;
    this.#target = target;
    this.#request = request;
    this.#options = request.options;
    this.#output = request.output;
  }

  async start(): Promise<void> {
    const after = await this.#sendInitial().catch((error: unknown) => {
      throw this.#errorOf(error);
    });
    if (this.#stopped) return;
    const prefix = listPrefix(this.#target.resource, this.#target.namespace);
    this.#source = this.#deps.store.watch(
      { prefix, afterRevision: after },
      {
        events: (batch) => this.#accept(batch),
        ready: () => this.#queue,
        failed: (error) => this.#fail(error),
      },
    );
    this.#followDefinition();
    if (this.#options.bookmarks) this.#planBookmark();
  }

  stop(): void {
    this.#stopped = true;
    this.#takeNoMore();
  }

  #takeNoMore(): void {
    this.#unlisten?.();
    clearTimeout(this.#bookmarks);
    this.#source?.close();
  }

  /** @returns the version the events after these begin at */
  async #sendInitial(): Promise<number> {
    const { resourceVersion = 0, sendInitialEvents, bookmarks } = this.#options;
    const wantsState = sendInitialEvents ?? resourceVersion === 0;
    if (!wantsState) return this.#startAfter(resourceVersion);
    const state = await listState(this.#deps, this.#target, this.#options);
    for await (const objects of state.pages()) {
      for (const object of objects) {
        if (this.#stopped) return 0;
        await this.#output.send({ type: 'ADDED', object });
      }
    }
    if (sendInitialEvents && bookmarks)
      await this.#sendBookmark(state.resourceVersion, { [INITIAL_EVENTS_END]: 'true' });
    return Number(state.resourceVersion);
  }

  /** @throws StatusError 410 if the kind was something else then */
  #startAfter(resourceVersion: number): number | Promise<number> {
    const { servedSince = 0 } = this.#target.resource;
    // Without a version, and nothing of the state there is: from now on.
    if (!resourceVersion) return this.#deps.store.revision();
    if (resourceVersion < servedSince) throw tooOld(resourceVersion, servedSince);
    return resourceVersion;
  }

  /** A watch shows what its kind was when it began. */
  #followDefinition(): void {
    const { servedSince } = this.#target.resource;
    if (servedSince === undefined) return;
    this.#unlisten = this.#deps.kinds.onChange(() => this.#endIfRedefined());
    this.#endIfRedefined();
  }

  /** Ends it after the events there were before. */
  #endIfRedefined(): void {
    const { group, version, plural, servedSince } = this.#target.resource;
    if (this.#deps.kinds.find(group, version, plural)?.servedSince === servedSince) return;
    this.#unlisten?.();
    const told = this.#source?.progress().catch(() => undefined);
    void told?.then(() => this.#endAfterPending());
  }

  #endAfterPending(): void {
    this.#enqueue(async () => {
      if (this.#stopped) return;
      this.stop();
      this.#output.end();
    });
  }

  #accept(batch: readonly StoreEvent[]): void {
    if (this.#pending.isFullFor(batch)) {
      this.#takeNoMore();
      this.#endAfterPending();
      return;
    }
    this.#pending.add(batch);
    this.#enqueue(() => this.#forward(batch));
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => this.#fail(error));
  }

  async #forward(batch: readonly StoreEvent[]): Promise<void> {
    const watched = { resource: this.#target.resource, options: this.#options };
    for (const event of batch) {
      if (this.#stopped) return;
      const translated = await translateEvent(this.#deps, event, watched);
      if (translated) await this.#send(translated);
      this.#pending.remove(event);
    }
  }

  #send(event: ObjectEvent): Promise<void> | undefined {
    return this.#stopped ? undefined : this.#output.send(event);
  }

  #planBookmark(): void {
    const { bookmarkIntervalMs, endsAt } = this.#request;
    const next = this.#stopped ? undefined : nextBookmark(bookmarkIntervalMs, endsAt - Date.now());
    if (next === undefined) return;
    this.#bookmarks = setTimeout(() => void this.#bookmark().then(() => this.#planBookmark()), next).unref();
  }

  async #bookmark(): Promise<void> {
    const revision = await this.#source?.progress().catch(() => undefined);
    if (revision !== undefined) this.#enqueue(async () => this.#sendBookmark(String(revision)));
  }

  #sendBookmark(resourceVersion: string, annotations?: Record<string, string>): Promise<void> | undefined {
    const { resource } = this.#target;
    const metadata = { resourceVersion, ...(annotations && { annotations }) };
    return this.#send({
      type: 'BOOKMARK',
      object: { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata },
    });
  }

  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.stop();
    void this.#output.send({ type: 'ERROR', object: this.#errorOf(error).status });
    this.#output.end();
  }

  #errorOf(error: unknown): StatusError {
    if (error instanceof StatusError) return error;
    if (!(error instanceof CompactedError))
      return internalError(error instanceof Error ? error.message : String(error));
    return tooOld(this.#options.resourceVersion ?? 0, error.compactedRevision);
  }
}

const tooOld = (version: number, oldest: number): StatusError =>
  expired(`too old resource version: ${version} (${oldest})`);
