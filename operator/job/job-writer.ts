import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { COMMAND_ANNOTATION, COMMAND_ID_ANNOTATION, WORKFLOW_FINALIZER } from '../../resources/job/job-names.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { Condition } from '../../resources/job/job-status.ts';
import { FIELD_MANAGER } from './children/child.ts';

/** Owner of the operator's own part of the status: the Ready condition. */
const STATUS_MANAGER = `${FIELD_MANAGER}-status`;

/**
 * The few writes to a Job itself. Each holds only for the object as it was read: a conflict is thrown when it has changed
 * since, and the reconcile begins anew.
 */
export class JobWriter {
  readonly #client: Pick<KubernetesClient, 'patch'>;

  constructor(client: Pick<KubernetesClient, 'patch'>) {
    this.#client = client;
  }

  addFinalizer(job: Job, signal: AbortSignal): Promise<Job> {
    return this.#patchMetadata(job, { finalizers: [...(job.metadata.finalizers ?? []), WORKFLOW_FINALIZER] }, signal);
  }

  removeFinalizer(job: Job, signal: AbortSignal): Promise<Job> {
    const finalizers = (job.metadata.finalizers ?? []).filter((finalizer) => finalizer !== WORKFLOW_FINALIZER);
    return this.#patchMetadata(job, { finalizers }, signal);
  }

  setCommandId(job: Job, value: string, signal: AbortSignal): Promise<Job> {
    return this.#patchMetadata(job, { annotations: { [COMMAND_ID_ANNOTATION]: value } }, signal);
  }

  clearCommand(job: Job, signal: AbortSignal): Promise<Job> {
    const annotations = { [COMMAND_ANNOTATION]: null, [COMMAND_ID_ANNOTATION]: null };
    return this.#patchMetadata(job, { annotations }, signal);
  }

  /** Applies this one condition; all others belong to other writers and stay. */
  async setCondition(job: Job, condition: Condition, signal: AbortSignal): Promise<void> {
    const { name, namespace, uid } = job.metadata;
    const { apiVersion, kind } = job;
    const body = { apiVersion, kind, metadata: { name, namespace, uid }, status: { conditions: [condition] } };
    const options = { subresource: 'status', fieldManager: STATUS_MANAGER, force: true, signal } as const;
    await this.#client.patch(jobs, { name, namespace }, { type: 'apply', body, ...options });
  }

  #patchMetadata(job: Job, change: object, signal: AbortSignal): Promise<Job> {
    const { name, namespace, resourceVersion } = job.metadata;
    const body = { metadata: { resourceVersion, ...change } };
    return this.#client.patch<Job>(
      jobs,
      { name, namespace },
      { type: 'merge', body, fieldManager: FIELD_MANAGER, signal },
    );
  }
}
