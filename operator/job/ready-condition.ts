import { JOB_LABEL } from '../../resources/job/job-names.ts';
import type { Job } from '../../resources/job/job.ts';
import type { Condition } from '../../resources/job/job-status.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import type { ChildProblem } from './children/sync-children.ts';

/** The fields of apps/v1 Deployment in use here. */
export interface DeploymentObject extends KubernetesObject {
  status?: {
    observedGeneration?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

/**
 * The Ready condition: whether the Job's pod runs. `lastTransitionTime` stays while the status does, so that the same
 * facts give the same condition.
 * @returns undefined when the Job says so already
 */
export function readyCondition(
  job: Job,
  deployment: DeploymentObject | undefined,
  problems: readonly ChildProblem[],
  now: Date,
): Condition | undefined {
  const before = job.status?.conditions?.find(({ type }) => type === 'Ready');
  const verdict = judge(deployment, problems) ?? starting(job);
  const generation = job.metadata.generation ?? 0;
  const same =
    before?.status === verdict.status &&
    before.reason === verdict.reason &&
    before.message === verdict.message &&
    before.observedGeneration === generation;
  if (same) return undefined;
  const since = before?.status === verdict.status ? before.lastTransitionTime : toSeconds(now);
  return { type: 'Ready', ...verdict, observedGeneration: generation, lastTransitionTime: since };
}

type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Undefined while nothing is known but that the pod does not run. */
function judge(deployment: DeploymentObject | undefined, problems: readonly ChildProblem[]): Verdict | undefined {
  const [blocking] = problems.filter(({ reason }) => reason !== 'VolumeNotResized');
  if (blocking) return { status: 'False', reason: blocking.reason, message: blocking.message };
  const conditions = deployment?.status?.conditions ?? [];
  const available = conditions.find(({ type }) => type === 'Available');
  if (available?.status === 'True') return { status: 'True', reason: 'PodAvailable', message: 'The pod runs.' };
  const trouble = conditions.find(isTrouble);
  if (trouble) return { status: 'False', reason: trouble.reason ?? trouble.type, message: trouble.message ?? '' };
  return undefined;
}

/** The cluster's own tool says best what a pod waits for. */
function starting({ metadata: { namespace = 'default', name } }: Job): Verdict {
  const look = `kubectl -n ${namespace} describe pod -l ${JOB_LABEL}=${name}`;
  return { status: 'False', reason: 'PodStarting', message: `The pod is not available yet; see: ${look}` };
}

/** The pod cannot be made, or has not come up in time. */
function isTrouble({ type, status }: { readonly type: string; readonly status: string }): boolean {
  return (type === 'ReplicaFailure' && status === 'True') || (type === 'Progressing' && status === 'False');
}

const toSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
