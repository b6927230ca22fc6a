import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { WorkerProgress } from '../../activities/worker-http-contract.ts';
import type { JobKey } from '../cluster/job-watch.ts';
import type { WorkerClient } from './worker-client.ts';

export type ProgressListener = (progress: WorkerProgress) => void;

/** Live figures of workers: one connection a Job however many listen, none when nobody does. */
export interface ProgressHub {
  /** Hear the newest figures at once and then every change; returns how to stop. */
  subscribe(key: JobKey, listener: ProgressListener): () => void;
}

interface Source {
  readonly listeners: Set<ProgressListener>;
  readonly controller: AbortController;
  latest: WorkerProgress | undefined;
}

const firstDelayMs = 1_000;
const maxDelayMs = 15_000;

/** Create a hub; a worker that does not answer is tried again for as long as somebody listens. */
export function createProgressHub(worker: Pick<WorkerClient, 'progress'>, logger: Logger): ProgressHub {
  const sources = new Map<string, Source>();

  const start = (key: JobKey): Source => {
    const source: Source = { listeners: new Set(), controller: new AbortController(), latest: undefined };
    void pump({ worker, logger, key, source });
    return source;
  };

  return {
    subscribe(key, listener) {
      const id = `${key.namespace}/${key.name}`;
      const source = sources.get(id) ?? start(key);
      sources.set(id, source);
      source.listeners.add(listener);
      if (source.latest) listener(source.latest);
      return () => {
        source.listeners.delete(listener);
        if (source.listeners.size > 0 || sources.get(id) !== source) return;
        sources.delete(id);
        source.controller.abort();
      };
    },
  };
}

interface Pump {
  readonly worker: Pick<WorkerClient, 'progress'>;
  readonly logger: Logger;
  readonly key: JobKey;
  readonly source: Source;
}

async function pump({ worker, logger, key, source }: Pump): Promise<void> {
  const { signal } = source.controller;
  for (let delayMs = firstDelayMs; !signal.aborted; delayMs = Math.min(maxDelayMs, delayMs * 2)) {
    try {
      for await (const progress of worker.progress(key, signal)) {
        delayMs = firstDelayMs;
        source.latest = progress;
        source.listeners.forEach((listener) => listener(progress));
      }
    } catch (error) {
      if (!signal.aborted) logger.debug({ err: error, ...key }, 'no progress from the worker');
    }
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
  }
}
