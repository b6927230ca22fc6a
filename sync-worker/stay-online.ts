import { setTimeout as sleep } from 'node:timers/promises';
import { retryForever, type RetryContext } from '../activities/worker/retry-forever.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import { jobs } from '../resources/job/job.ts';

/** Longest pause between two writes, milliseconds: thousands of idle mirrors must cost the API server little. */
const EVERY_MS = 10 * 60_000;
/** Part of the pause that is left to chance, so that workers that started together do not write together. */
const CHANCE = 0.2;

export interface StayOnlineDeps extends RetryContext {
  readonly kubernetes: Pick<KubernetesClient, 'patch'>;
  readonly job: { readonly namespace: string; readonly name: string };
  /** Longest pause between two writes, milliseconds; 10 min unless told. */
  readonly everyMs?: number;
}

/** Renews in the Job's status when its worker was last seen, until `signal` aborts. */
export async function stayOnline({ kubernetes, job, everyMs = EVERY_MS, ...context }: StayOnlineDeps): Promise<void> {
  const { signal } = context;
  for (;;) {
    await sleep(everyMs * (1 - CHANCE * Math.random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await retryForever(
      'Telling that the worker is online',
      () => {
        const body = { status: { lastOnline: new Date().toISOString() } };
        return kubernetes.patch(jobs, job, { type: 'merge', body, subresource: 'status', signal });
      },
      context,
    );
  }
}
