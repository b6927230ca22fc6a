import type { JobConfig } from '../resources/job/job-config.ts';
import type { JobStats, SyncPhase } from '../resources/job/job-status.ts';

/** Input of the sync activity: one attempt of one run of one Job. Holds no secret; the worker has those from its pod. */
export interface SyncInput {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly runSeq: number;
  readonly config: JobConfig;
  /** Number of the attempt, from 1; runs of old leave the counting to Temporal. */
  readonly attempt?: number;
  /** Skip the mass-deletion guard for this run: the user asked for the deletions. */
  readonly allowDelete: boolean;
}

/** Result of a successful attempt. */
export interface SyncResult {
  readonly stats: JobStats;
  /** Size of the mirror, bytes. */
  readonly size: number;
  /** The upstream that was used. */
  readonly upstream: string;
  /** True when the plan showed nothing to do, so that nothing was transferred. */
  readonly unchanged: boolean;
}

/** Heartbeat of the sync activity, at most 1 KB. */
export interface SyncHeartbeat {
  readonly phase: SyncPhase;
  readonly bytes: number;
  readonly totalBytes?: number;
  readonly files: number;
  /** Bytes a second. */
  readonly rate: number;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Length of the run's log so far, bytes. */
  readonly logOffset: number;
}

/**
 * Activities of a sync worker, on `sync.<namespace>.<job>`.
 * A failure is an ApplicationFailure whose type is a FailureClass, whose message is a sentence for the status, and whose
 * `nonRetryable` follows NON_RETRYABLE; those of OWN_PAUSES carry a `nextRetryDelay`.
 */
export interface SyncActivities {
  sync(input: SyncInput): Promise<SyncResult>;
}
