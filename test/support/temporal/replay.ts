import { Worker } from '@temporalio/worker';
import { workflowBundle } from './entity-harness.ts';
import { readHistory, type RecordedHistory } from './recorded-history.ts';

/** Replays a recorded history with the workflows of the sources; throws where they decide otherwise. */
export async function replay(recorded: RecordedHistory): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, readHistory(recorded), recorded.workflowId);
}
