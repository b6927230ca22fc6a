import { RUN_MEMO_UID } from '../../workflows/messages.ts';
import type { ExecutionInfo } from './to-run.ts';

/** The uid of the Job that a run belongs to; undefined where the run does not tell. */
export function jobUidOf({ memo }: ExecutionInfo): string | undefined {
  const data = memo?.fields?.[RUN_MEMO_UID]?.data;
  if (!data?.length) return undefined;
  const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  return typeof value === 'string' ? value : undefined;
}

/** The first of the newest runs, up to those of an earlier Job of the same name. */
export function untilOtherJob(executions: readonly ExecutionInfo[], uid: string): readonly ExecutionInfo[] {
  const other = executions.findIndex((info) => ![undefined, uid].includes(jobUidOf(info)));
  return other < 0 ? executions : executions.slice(0, other);
}
