import type { JobStatus } from '../../resources/job/job-status.ts';
import type { StatusPatch } from '../control-contract.ts';

/** A status after a merge patch (RFC 7386) of its top level: null takes a field away, other values replace it. */
export function mergeStatus(status: JobStatus, patch: StatusPatch['status']): JobStatus {
  const merged = { ...status, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
