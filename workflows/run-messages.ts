import { defineSignal } from '@temporalio/workflow';
import type { SyncInput } from '../activities/sync-contract.ts';
import type { FailedAttempt } from './core/attempt-pause.ts';

/** Argument of a run. The counters are its own, carried across continue-as-new. */
export interface SyncRunInput {
  readonly sync: SyncInput;
  /** How often no worker took the attempt in time, in a row. */
  readonly waits?: number;
  /** How often a worker was lost. */
  readonly lostWorkers?: number;
  /** Number of the attempt that comes next, 1 unless told. */
  readonly attempt?: number;
}

/** From a run to its entity: what the run waits for, a sentence; null when it goes on. */
export interface RunWaiting {
  readonly seq: number;
  readonly waitingFor: string | null;
  /** Number of the attempt under way, or of the last one; runs of old do not tell it. */
  readonly attempt?: number;
  /** The attempt that failed, while the run waits for its next one. */
  readonly failed?: FailedAttempt;
}

/** From an entity to its run: what holds from the next attempt on. */
export interface RunAmendment extends Pick<SyncInput, 'generation' | 'config' | 'allowDelete'> {
  /** Whether to make the next attempt now instead of waiting for its time. */
  readonly atOnce: boolean;
}

export const runWaitingSignal = defineSignal<[RunWaiting]>('runWaiting');
export const amendRunSignal = defineSignal<[RunAmendment]>('amendRun');
