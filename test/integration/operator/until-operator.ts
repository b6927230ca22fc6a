import { until } from '../../support/until.ts';

/** As `until`, for what the operator does: the message of one that waited in vain quotes the condition. */
export function untilOperator<T>(probe: Parameters<typeof until<T>>[1], timeoutMs?: number): Promise<T> {
  return until(`the operator to fulfil ${String(probe)}`, probe, timeoutMs);
}
