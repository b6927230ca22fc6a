import type { Job } from '../../../resources/job/job.ts';
import type { Execution } from './mirror-workflows.ts';

/** A look at a workflow, and how far its Job was then. */
export interface Look {
  readonly execution: Execution;
  readonly generation: number;
  readonly runSeq: number;
}

export function lookAt(execution: Execution, { metadata, status }: Job): Look {
  return { execution, generation: metadata.generation ?? 0, runSeq: status?.runSeq ?? 0 };
}

/**
 * Whether Temporal was set back to an earlier state, as by a restored backup: the execution is older than one seen before,
 * lost events, or began before things that the object tells of. An execution in whose time those things happened looks
 * the same; it is told once for each of them, which does no harm.
 * @param last the look before; null when there was none
 */
export function isSetBack(now: Look, last: Look | null): boolean {
  if (last === null) return isBehind(now);
  if (last.execution.runId !== now.execution.runId) {
    return now.execution.startedAt < last.execution.startedAt || isBehind(now);
  }
  if (now.execution.historyLength < last.execution.historyLength) return true;
  return isBehind(now) && (now.generation !== last.generation || now.runSeq !== last.runSeq);
}

const isBehind = ({ execution, generation, runSeq }: Look): boolean =>
  (execution.generation ?? generation) < generation || (execution.runSeq ?? runSeq) < runSeq;
