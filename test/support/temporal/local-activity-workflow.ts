import { proxyLocalActivities, startChild } from '@temporalio/workflow';

const local = proxyLocalActivities<{ touch(): Promise<void> }>({ startToCloseTimeout: '2s' });

export async function emptyChild(): Promise<void> {}

/** Waits for a local activity while its child ends, so that news come during the workflow task that the activity holds. */
export async function touchWhileChildRuns(): Promise<void> {
  const child = await startChild(emptyChild);
  await local.touch();
  await child.result();
}
