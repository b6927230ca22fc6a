import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { jobs } from '../../resources/job/job.ts';
import type { Job } from '../../resources/job/job.ts';
import { isNewer } from './resource-version.ts';
import type { JobKey, JobWatch } from './job-watch.ts';

/** The newest version of one Job, again and again, never an older one after a newer. */
export interface JobFeed {
  /** Reads the Job now, so that the feed tells its present state even when nothing changes. Throws KubernetesError. */
  refresh(): Promise<void>;
  /** Versions as they come, those in between left out; undefined when the Job is gone. Ends with the signal. */
  versions(): AsyncGenerator<Job | undefined>;
  close(): void;
}

/** Where a feed gets its versions from. */
export interface JobFeedSources {
  readonly client: KubernetesClient;
  readonly watch: JobWatch;
}

/** Listens at once, so that no change after this call is missed. */
export function openJobFeed({ client, watch }: JobFeedSources, key: JobKey, signal: AbortSignal): JobFeed {
  let newest = '';
  let waiting: { readonly job: Job | undefined } | undefined;
  let wake = (): void => undefined;
  let closed = false;

  const accept = (job: Job | undefined): void => {
    const version = job?.metadata.resourceVersion ?? '';
    if (job && !isNewer(version, newest)) return;
    if (job) newest = version;
    waiting = { job };
    wake();
  };
  const unsubscribe = watch.subscribe(key, accept);
  const close = (): void => {
    closed = true;
    unsubscribe();
    wake();
  };
  signal.addEventListener('abort', close, { once: true });

  return {
    close,
    refresh: async () => accept(await client.get<Job>(jobs, key, { signal })),
    async *versions() {
      while (!closed) {
        const next = waiting;
        waiting = undefined;
        if (next) yield next.job;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
