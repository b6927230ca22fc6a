import { defineSignal } from '@temporalio/workflow';
import type { SyncInput } from '../activities/sync-contract.ts';

/** Argument of a run. The counters are its own, carried across continue-as-new. */
export interface SyncRunInput {
  readonly sync: SyncInput;
  /** How often no worker took the attempt in time, in a row. */
  readonly waits?: number;
  /** How often a worker was lost. */
  readonly lostWorkers?: number;
}

/** From a run to its entity: what the run waits for, a sentence; null when it goes on. */
export interface RunWaiting {
  readonly seq: number;
  readonly waitingFor: string | null;
}

export const runWaitingSignal = defineSignal<[RunWaiting]>('runWaiting');
