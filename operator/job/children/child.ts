import type { KubernetesObject, OwnerReference, ResourceRef } from '../../../resources/kind.ts';
import { apiVersion } from '../../../resources/kind.ts';
import { childName, JOB_LABEL } from '../../../resources/job/job-names.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';

/** An object that the operator keeps for a Job, whole but for what the API server fills in. */
export interface Child<Body extends object = object> {
  readonly ref: ResourceRef;
  readonly object: KubernetesObject & Body;
}

/** Owner of all fields that the operator applies. */
export const FIELD_MANAGER = 'durasync-operator';

/** The labels by which a Job's pod is found; they never change, as a Deployment's selector cannot. */
export const selectorLabels = (job: Job): Record<string, string> => ({ [JOB_LABEL]: job.metadata.name });

/** Labels of everything made for a Job. */
export const childLabels = (job: Job): Record<string, string> => ({
  ...selectorLabels(job),
  'app.kubernetes.io/name': 'mirror',
  'app.kubernetes.io/instance': job.metadata.name,
  'app.kubernetes.io/managed-by': FIELD_MANAGER,
  'app.kubernetes.io/part-of': 'durasync',
});

/** Makes a child of the Job: named after it, labelled, and deleted with it. */
export function child<Body extends object>(job: Job, ref: ResourceRef, body: Body): Child<Body> {
  return {
    ref,
    object: {
      apiVersion: apiVersion(ref),
      kind: ref.kind,
      metadata: {
        name: childName(job.metadata.name),
        namespace: job.metadata.namespace ?? 'default',
        labels: childLabels(job),
        ownerReferences: [ownerReference(job)],
      },
      ...body,
    },
  };
}

function ownerReference(job: Job): OwnerReference {
  return {
    apiVersion: apiVersion(jobs),
    kind: jobs.kind,
    name: job.metadata.name,
    uid: job.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}
