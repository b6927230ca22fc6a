import { pino } from 'pino';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import { clusterListWatch, createInformer, systemClock } from '../../../operator/kit/index.ts';
import type { Informer } from '../../../operator/kit/index.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';

/** A cache of all Jobs, as the operator has it. */
export function jobInformer(kubeconfig: string): Informer<Job> {
  const source = clusterListWatch<Job>(createKubernetesClient({ kubeconfig }), jobs);
  return createInformer({ source, clock: systemClock, logger: pino({ level: 'silent' }) });
}
