import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import { jobs } from '../resources/job/job.ts';
import { retryForever, type RetryContext } from '../activities/worker/retry-forever.ts';

/** Writes into the Job's status that its worker has started; tried until it succeeds or `signal` aborts. */
export async function register(
  kubernetes: Pick<KubernetesClient, 'patch'>,
  job: { readonly namespace: string; readonly name: string },
  context: RetryContext,
): Promise<void> {
  const now = new Date().toISOString();
  const body = { status: { lastRegister: now, lastOnline: now } };
  await retryForever(
    'Registering the worker',
    () => kubernetes.patch(jobs, job, { type: 'merge', body, subresource: 'status', signal: context.signal }),
    context,
  );
}
