import type { KubernetesObject, OwnerReference } from '../../../resources/kind.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import type { Job } from '../../../resources/job/job.ts';
import { JOB_LABEL } from '../../../resources/job/job-names.ts';
import { amount } from './amount.ts';
import type { Child } from './child.ts';
import { APPLIED_ANNOTATION, withHash } from './content-hash.ts';
import { covers } from './covers.ts';
import type { VolumeClaimBody } from './volume-claim.ts';

/** What is to be done about one child. */
export type ChildStep =
  | { readonly do: 'apply'; readonly child: Child; readonly exists: boolean }
  /** An object of an earlier Job of the same name is still going. */
  | { readonly do: 'wait'; readonly child: Child }
  /** The name belongs to someone else. */
  | { readonly do: 'refuse'; readonly child: Child };

/** Whether a child that is no longer wanted is the Job's own and still to be deleted. */
export function isSurplus(job: Job, { metadata }: KubernetesObject): boolean {
  const { ownerReferences = [], deletionTimestamp } = metadata;
  const own = ownerReferences.some(({ uid, controller }) => controller === true && uid === job.metadata.uid);
  return own && deletionTimestamp === undefined;
}

/** Decides about one child from what the cluster has under its name; undefined: it is as it should be. */
export function planChild(job: Job, wanted: Child, actual: KubernetesObject | undefined): ChildStep | undefined {
  if (actual === undefined) return { do: 'apply', child: withHash(wanted), exists: false };
  const owner = actual.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (isForeign(job, actual, owner)) return { do: 'refuse', child: wanted };
  if (isLeaving(job, actual, owner)) return { do: 'wait', child: wanted };
  const child = withHash(
    isVolumeClaim(wanted) ? keepImmutable(wanted, actual as KubernetesObject & VolumeClaimBody) : wanted,
  );
  return isApplied(child, actual) ? undefined : { do: 'apply', child, exists: true };
}

type Owner = OwnerReference | undefined;

function isForeign(job: Job, { metadata }: KubernetesObject, owner: Owner): boolean {
  return metadata.labels?.[JOB_LABEL] !== job.metadata.name || (owner !== undefined && owner.kind !== job.kind);
}

function isLeaving(job: Job, { metadata }: KubernetesObject, owner: Owner): boolean {
  return metadata.deletionTimestamp !== undefined || (owner !== undefined && owner.uid !== job.metadata.uid);
}

function isApplied(child: Child, actual: KubernetesObject): boolean {
  const hash = child.object.metadata.annotations?.[APPLIED_ANNOTATION];
  return actual.metadata.annotations?.[APPLIED_ANNOTATION] === hash && covers(actual, child.object);
}

const isVolumeClaim = (child: Child): child is Child<VolumeClaimBody> => child.ref === core.persistentVolumeClaims;

/** A claim's access mode cannot change, and one that someone made larger cannot shrink: what it has stays. */
function keepImmutable(wanted: Child<VolumeClaimBody>, { spec }: VolumeClaimBody): Child<VolumeClaimBody> {
  const { requests } = wanted.object.spec.resources;
  const grown = (amount(spec.resources.requests.storage) ?? 0) > (amount(requests.storage) ?? 0);
  return {
    ...wanted,
    object: {
      ...wanted.object,
      spec: {
        ...wanted.object.spec,
        accessModes: spec.accessModes,
        ...(grown && { resources: { requests: { storage: spec.resources.requests.storage } } }),
      },
    },
  };
}
