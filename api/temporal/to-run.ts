import type { Client } from '@temporalio/client';
import type { Run, RunState } from '../contract.ts';

/** An execution as Temporal's API tells it. */
export type ExecutionInfo = NonNullable<
  Awaited<ReturnType<Client['workflowService']['describeWorkflowExecution']>>['workflowExecutionInfo']
>;

/** temporal.api.enums.v1.WorkflowExecutionStatus; a run that continues as new goes on. */
const states: Readonly<Record<number, RunState>> = {
  1: 'running',
  2: 'success',
  3: 'failed',
  4: 'canceled',
  5: 'terminated',
  6: 'running',
  7: 'timed-out',
  8: 'running',
};

/** A run from its workflow execution. */
export function toRun(info: ExecutionInfo): Run {
  const { workflowId, runId } = { workflowId: '', runId: '', ...info.execution };
  const attribute = (name: string): unknown => readPayload(info.searchAttributes?.indexedFields?.[name]?.data);
  const startedAt = toMillis(info.startTime) ?? 0;
  const endedAt = toMillis(info.closeTime);
  const result = textOrNull(attribute('LastResult'));
  const bytes = attribute('Bytes');
  return {
    seq: seqOf(workflowId),
    workflowId: workflowId ?? '',
    runId: runId ?? '',
    state: outcome(states[info.status ?? 0] ?? 'running', result),
    trigger: textOrNull(attribute('Trigger')),
    result,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    durationMs: endedAt === null ? null : Math.max(0, endedAt - startedAt),
    bytes: typeof bytes === 'number' ? bytes : null,
  };
}

const seqOf = (workflowId: string | null): number => Number(/\/run\/(\d+)$/.exec(workflowId ?? '')?.[1] ?? 0);

// A run that was carried out to its end and found that it cannot succeed is a completed workflow.
function outcome(state: RunState, result: string | null): RunState {
  if (state !== 'success' || result === null || result === 'success') return state;
  return result === 'Canceled' ? 'canceled' : 'failed';
}

/** A search attribute's value: JSON, a list of one in some stores. */
function readPayload(data: Uint8Array | null | undefined): unknown {
  if (!data?.length) return undefined;
  const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  return Array.isArray(value) ? value[0] : value;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function toMillis(time: ExecutionInfo['startTime']): number | null {
  if (!time) return null;
  return Number(time.seconds ?? 0) * 1_000 + Math.floor((time.nanos ?? 0) / 1e6);
}
