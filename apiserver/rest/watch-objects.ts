import type { Status } from '../errors/index.ts';
import { expired, internalError, StatusError } from '../errors/index.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { StoreEvent, StoreWatch } from '../storage/index.ts';
import { CompactedError } from '../storage/index.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import type { ListOptions } from './list-options.ts';
import { listObjects } from './list-objects.ts';
import { listPrefix } from './object-key.ts';
import { decodeRecord } from './record-codec.ts';

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: KubeObject }
  | { readonly type: 'ERROR'; readonly object: Status };

/** Where a watch's events go. After `end` nothing more comes. */
export type WatchOutput = {
  send(event: WatchEvent): void;
  end(): void;
};

const BOOKMARK_INTERVAL_MS = 60_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/**
 * Starts a watch, with the initial events it asks for.
 * @returns the way to stop it
 * @throws StatusError if it cannot start
 */
export async function watchObjects(
  deps: RestDependencies,
  target: Target,
  { options, output }: { options: ListOptions; output: WatchOutput },
): Promise<() => void> {
  const watch = new ObjectWatch(deps, target, { options, output });
  await watch.start();
  return () => watch.stop();
}

type States = readonly (KubeObject | undefined)[];

class ObjectWatch {
  readonly #deps: RestDependencies;
  readonly #target: Target;
  readonly #options: ListOptions;
  readonly #output: WatchOutput;
  #source: StoreWatch | undefined;
  #bookmarks: NodeJS.Timeout | undefined;
  /** Events go out in order although conversion may wait. */
  #queue: Promise<void> = Promise.resolve();
  #stopped = false;
  #unlisten: (() => void) | undefined;

  constructor(
    deps: RestDependencies,
    target: Target,
    { options, output }: { options: ListOptions; output: WatchOutput },
  ) {
    this.#deps = deps;
    this.#target = target;
    this.#options = options;
    this.#output = output;
  }

  async start(): Promise<void> {
    const after = await this.#sendInitial();
    const prefix = listPrefix(this.#target.resource, this.#target.namespace);
    this.#source = this.#deps.store.watch(
      { prefix, afterRevision: after },
      { events: (batch) => this.#enqueue(() => this.#forward(batch)), failed: (error) => this.#fail(error) },
    );
    this.#followDefinition();
    if (!this.#options.bookmarks) return;
    this.#bookmarks = setInterval(() => void this.#bookmark(), BOOKMARK_INTERVAL_MS);
    this.#bookmarks.unref();
  }

  stop(): void {
    this.#stopped = true;
    this.#unlisten?.();
    clearInterval(this.#bookmarks);
    this.#source?.close();
  }

  /** @returns the version the events after these begin at */
  async #sendInitial(): Promise<number> {
    const { resourceVersion = 0, sendInitialEvents, bookmarks } = this.#options;
    const wantsState = sendInitialEvents ?? resourceVersion === 0;
    if (!wantsState) return this.#startAfter(resourceVersion);
    const state = await listObjects(this.#deps, this.#target, { ...this.#options, limit: 0 });
    for (const object of state.items) this.#output.send({ type: 'ADDED', object });
    const { resourceVersion: version } = state.metadata;
    if (sendInitialEvents && bookmarks) this.#sendBookmark(version, { [INITIAL_EVENTS_END]: 'true' });
    return Number(version);
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
    if (servedSince === undefined || this.#stopped) return;
    this.#unlisten = this.#deps.kinds.onChange(() => this.#endIfRedefined());
    this.#endIfRedefined();
  }

  /** Ends it after the events there were before. */
  #endIfRedefined(): void {
    const { group, version, plural, servedSince } = this.#target.resource;
    if (this.#deps.kinds.find(group, version, plural)?.servedSince === servedSince) return;
    this.#unlisten?.();
    const end = async (): Promise<void> => {
      if (this.#stopped) return;
      this.stop();
      this.#output.end();
    };
    const told = this.#source?.progress().catch(() => undefined);
    void told?.then(() => this.#enqueue(end));
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => this.#fail(error));
  }

  async #forward(batch: readonly StoreEvent[]): Promise<void> {
    for (const event of batch) {
      const translated = await this.#translate(event);
      if (translated && !this.#stopped) this.#output.send(translated);
    }
  }

  /** To a watcher with a selector an object comes and goes as it begins and ends to match. */
  async #translate({ record, previous, revision }: StoreEvent): Promise<WatchEvent | undefined> {
    const [now, before] = await this.#inVersionOfSelectors(
      record && decodeRecord(record),
      previous && decodeRecord(previous),
    );
    const [matches, matched] = [this.#matches(now), this.#matches(before)];
    if (now && matches) return { type: matched ? 'MODIFIED' : 'ADDED', object: await this.#convert(now) };
    if (!before || !matched) return undefined;
    const object = await this.#convert(before);
    // It shows the last state that matched, with the version of the event: a watch resumed from it misses nothing.
    return {
      type: 'DELETED',
      object: { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } },
    };
  }

  /** A custom resource may be stored otherwise than it is served: it is converted before a selector is asked. */
  #inVersionOfSelectors(...states: (KubeObject | undefined)[]): States | Promise<States> {
    const { labels, fields } = this.#options;
    if (this.#target.resource.decoding === 'typed' || (labels.isEmpty && fields.isEmpty)) return states;
    return Promise.all(states.map(async (state) => state && this.#convert(state)));
  }

  #matches(object: KubeObject | undefined): boolean {
    return object !== undefined && this.#options.labels.matches(object) && this.#options.fields.matches(object);
  }

  #convert(object: KubeObject): Promise<KubeObject> {
    return this.#deps.convert(object, this.#target.resource);
  }

  async #bookmark(): Promise<void> {
    const revision = await this.#source?.progress().catch(() => undefined);
    if (revision !== undefined) this.#enqueue(async () => this.#sendBookmark(String(revision)));
  }

  #sendBookmark(resourceVersion: string, annotations?: Record<string, string>): void {
    if (this.#stopped) return;
    const { resource } = this.#target;
    const metadata = { resourceVersion, ...(annotations && { annotations }) };
    this.#output.send({
      type: 'BOOKMARK',
      object: { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata },
    });
  }

  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.stop();
    this.#output.send({ type: 'ERROR', object: this.#statusOf(error) });
    this.#output.end();
  }

  #statusOf(error: unknown): Status {
    if (error instanceof StatusError) return error.status;
    if (!(error instanceof CompactedError))
      return internalError(error instanceof Error ? error.message : String(error)).status;
    return tooOld(this.#options.resourceVersion ?? 0, error.compactedRevision).status;
  }
}

const tooOld = (version: number, oldest: number): StatusError =>
  expired(`too old resource version: ${version} (${oldest})`);
