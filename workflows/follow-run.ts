import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { SyncInput } from '../activities/sync-contract.ts';
import { identityAttributes } from './core/status/project-attributes.ts';
import type { ActiveRun, JobEvent, JobMachine } from './core/machine/job-machine.ts';
import { toFailure } from './failure-outcome.ts';
import { RUN_MEMO_UID, runWorkflowId, SYNC_RUN_WORKFLOW } from './messages.ts';
import { startAttributes } from './search-attributes.ts';
import type { syncRun } from './sync-run.ts';

/** Starts the child workflow of a run and reports its start and its end; never throws. */
export async function followRun(state: JobMachine, run: ActiveRun, report: (event: JobEvent) => void): Promise<void> {
  const { seq } = run;
  try {
    const child = await startRunWorkflow(toSyncInput(state, run), run);
    report({ type: 'runStarted', seq });
    report({ type: 'runEnded', seq, outcome: { ok: true, result: await child.result() } });
  } catch (error) {
    report({ type: 'runEnded', seq, outcome: { ok: false, ...toFailure(error) } });
  }
}

function startRunWorkflow(sync: SyncInput, run: ActiveRun) {
  return startChild<typeof syncRun>(SYNC_RUN_WORKFLOW, {
    workflowId: runWorkflowId(sync.namespace, sync.name, run.seq),
    args: [{ sync }],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    typedSearchAttributes: startAttributes({ ...identityAttributes(sync, sync.config), Trigger: run.trigger }),
    memo: { [RUN_MEMO_UID]: sync.uid },
    staticSummary: `Run ${run.seq} (${run.trigger})`,
  });
}

function toSyncInput({ namespace, name, desired }: JobMachine, run: ActiveRun): SyncInput {
  if (desired === null) throw new TypeError('A run needs a config');
  return { namespace, name, ...desired, runSeq: run.seq, allowDelete: run.allowDelete };
}
