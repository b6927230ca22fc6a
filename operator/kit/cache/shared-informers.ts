import type { Logger } from 'pino';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { KubernetesObject, ResourceRef } from '../../../resources/kind.ts';
import type { Clock } from '../clock.ts';
import { sleep } from '../clock.ts';
import { createInformer } from './informer.ts';
import type { Informer } from './informer.ts';
import { clusterListWatch } from './list-watch.ts';
import type { Selection } from './list-watch.ts';

export interface SharedInformersParts {
  readonly client: Pick<KubernetesClient, 'list' | 'watch'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For every informer; see InformerParts. */
  readonly resyncMs?: number;
}

/** The caches did not fill in time. */
export class CacheSyncError extends Error {
  override readonly name = 'CacheSyncError';
}

interface Entry {
  readonly label: string;
  readonly informer: Pick<Informer<KubernetesObject>, 'hasSynced' | 'run'>;
  running?: Promise<void>;
}

const pollMs = 20;

/** One informer for each kind, namespace and selector, whoever asks for it. */
export class SharedInformers {
  readonly #parts: SharedInformersParts;
  readonly #entries = new Map<string, Entry>();
  #signal: AbortSignal | undefined;

  constructor(parts: SharedInformersParts) {
    this.#parts = parts;
  }

  /** The informer of these objects; it runs as soon as `start` has been called. */
  of<T extends KubernetesObject>(ref: ResourceRef, selection: Selection = {}): Informer<T> {
    const { group, version, plural } = ref;
    const { namespace = '', labelSelector = '', fieldSelector = '' } = selection;
    const label = [group, version, plural, namespace, labelSelector, fieldSelector].join('|');
    const present = this.#entries.get(label);
    // A kind has one type, so whoever asked first asked for the same T.
    if (present) return present.informer as Informer<T>;
    const { client, clock, logger, resyncMs } = this.#parts;
    const informer = createInformer<T>({
      source: clusterListWatch<T>(client, ref, selection),
      clock,
      logger: logger.child({ informer: plural, ...selection }),
      ...(resyncMs !== undefined && { resyncMs }),
    });
    const entry: Entry = { label, informer };
    this.#entries.set(label, entry);
    this.#run(entry);
    return informer;
  }

  /** Run all informers, also those asked for later, until the signal is aborted. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    for (const entry of this.#entries.values()) this.#run(entry);
  }

  /** Resolves when all caches are full. Throws CacheSyncError after `timeoutMs`, and when the signal is aborted. */
  async waitForSync(signal: AbortSignal, timeoutMs = 120_000): Promise<void> {
    const { clock } = this.#parts;
    const deadline = clock.now() + timeoutMs;
    while (!this.hasSynced) {
      if (signal.aborted || clock.now() >= deadline)
        throw new CacheSyncError(`not synced: ${this.#unsynced().join(', ')}`);
      await sleep(clock, pollMs, signal);
    }
  }

  get hasSynced(): boolean {
    return this.#unsynced().length === 0;
  }

  /** Resolves when all informers have come to rest after the abort of their signal. */
  async stopped(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ running }) => running ?? Promise.resolve()));
  }

  #run(entry: Entry): void {
    if (this.#signal) entry.running ??= entry.informer.run(this.#signal);
  }

  #unsynced(): string[] {
    return [...this.#entries.values()].filter(({ informer }) => !informer.hasSynced).map(({ label }) => label);
  }
}
