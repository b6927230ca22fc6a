import type { JobStatus } from '../resources/job/job-status.ts';

/**
 * One change of a Job's status by its workflow. `null` takes a field away; a field that is left out stays.
 * Refused (answer `false`) when the object is gone, has another uid, or its status already speaks of a later run.
 */
export interface StatusPatch {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Fence: the status must not be of a later run than this. */
  readonly runSeq: number;
  readonly status: { readonly [K in keyof JobStatus]?: JobStatus[K] | null };
}

/** Activities of the control worker, on `control`; also run as local activities of the entity. */
export interface ControlActivities {
  patchJobStatus(patch: StatusPatch): Promise<boolean>;
}
