import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { KubernetesClient, WatchEvent } from '../../kubernetes/kubernetes-client.ts';
import { isGone, isNotFound } from '../../kubernetes/kubernetes-error.ts';
import { jobs } from '../../resources/job/job.ts';
import type { Job } from '../../resources/job/job.ts';

/** Names a Job. */
export interface JobKey {
  readonly namespace: string;
  readonly name: string;
}

/** What happened to a Job: its new version, or undefined when it is gone. */
export type JobListener = (job: Job | undefined) => void;

/** One watch of all Jobs for the whole process. It keeps no Jobs, so its memory does not grow with them. */
export interface JobWatch {
  /** Whether the watch is open now. */
  readonly isOpen: boolean;
  /** Hear of every change of one Job from now on; returns how to stop. Changes may come twice or late, never lost. */
  subscribe(key: JobKey, listener: JobListener): () => void;
  /** Resolves when the watch has ended. */
  stop(): Promise<void>;
}

/** What the watch works with. */
export interface JobWatchDeps {
  readonly client: KubernetesClient;
  readonly logger: Logger;
  /** Told of every restart after an error. */
  readonly onRestart?: () => void;
}

const watchSeconds = 300;
const firstDelayMs = 200;
const maxDelayMs = 10_000;

/** Starts watching and goes on until it is stopped, whatever happens to the API server. */
export function startJobWatch(deps: JobWatchDeps): JobWatch {
  const controller = new AbortController();
  const listeners = new Map<string, Set<JobListener>>();
  const state: State = { isOpen: false, resourceVersion: undefined, delayMs: firstDelayMs };
  const done = run({ ...deps, listeners, state, signal: controller.signal });
  return {
    get isOpen() {
      return state.isOpen;
    },
    subscribe(key, listener) {
      const id = idOf(key);
      const ofJob = listeners.get(id) ?? new Set();
      listeners.set(id, ofJob.add(listener));
      return () => {
        ofJob.delete(listener);
        if (ofJob.size === 0 && listeners.get(id) === ofJob) listeners.delete(id);
      };
    },
    async stop() {
      controller.abort();
      await done;
    },
  };
}

interface State {
  isOpen: boolean;
  resourceVersion: string | undefined;
  delayMs: number;
}

interface Watching extends JobWatchDeps {
  readonly listeners: Map<string, Set<JobListener>>;
  readonly state: State;
  readonly signal: AbortSignal;
}

const idOf = ({ namespace, name }: JobKey): string => `${namespace}/${name}`;

async function run(watching: Watching): Promise<void> {
  const { state, signal, logger, onRestart } = watching;
  while (!signal.aborted) {
    try {
      if (state.resourceVersion === undefined) await relist(watching);
      await watchOnce(watching);
    } catch (error) {
      state.isOpen = false;
      if (signal.aborted) return;
      if (isGone(error)) state.resourceVersion = undefined;
      onRestart?.();
      logger.warn({ err: error, delayMs: state.delayMs }, 'the watch of Jobs broke off and is started again');
      await sleep(state.delayMs, undefined, { signal }).catch(() => undefined);
      state.delayMs = Math.min(maxDelayMs, state.delayMs * 2);
    }
  }
}

/** Takes up the watch at the present; those who listen are told the present state, as changes may have been missed. */
async function relist({ client, listeners, state, signal }: Watching): Promise<void> {
  // Only the version of the list is needed: one item is enough.
  const { metadata } = await client.list<Job>(jobs, { limit: 1, signal });
  for (const id of listeners.keys()) {
    const [namespace = '', name = ''] = id.split('/');
    const job = await client.get<Job>(jobs, { namespace, name }, { signal }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    listeners.get(id)?.forEach((listener) => listener(job));
  }
  state.resourceVersion = metadata.resourceVersion;
}

async function watchOnce({ client, listeners, state, signal }: Watching): Promise<void> {
  const { resourceVersion } = state;
  // Should the connection die unnoticed, the watch is cut soon after the server would have ended it.
  const deadline = AbortSignal.any([signal, AbortSignal.timeout((watchSeconds + 30) * 1_000)]);
  const options = { timeoutSeconds: watchSeconds, signal: deadline, ...(resourceVersion && { resourceVersion }) };
  state.isOpen = true;
  for await (const event of client.watch<Job>(jobs, options)) {
    state.delayMs = firstDelayMs;
    state.resourceVersion = event.object.metadata.resourceVersion;
    tell(listeners, event);
  }
}

function tell(listeners: Watching['listeners'], { type, object }: WatchEvent<Job>): void {
  if (type === 'BOOKMARK') return;
  const { namespace = '', name } = object.metadata;
  listeners.get(idOf({ namespace, name }))?.forEach((listener) => listener(type === 'DELETED' ? undefined : object));
}
