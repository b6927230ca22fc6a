import type { Deployment, IntOrPercent } from '../objects/workload.ts';

export interface RolloutLimits {
  readonly desired: number;
  /** Pods above `desired` that a rollout may make. */
  readonly maxSurge: number;
  /** Pods below `desired` that a rollout may leave. */
  readonly maxUnavailable: number;
}

function resolve(value: IntOrPercent, total: number, round: (x: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number.parseFloat(value) / 100) * total) : Number.parseInt(value, 10);
}

/** The counts a rollout keeps to. Surge rounds up and unavailable down; were both 0 nothing could move, so one may be missing. */
export function rolloutLimits({ spec }: Pick<Deployment, 'spec'>): RolloutLimits {
  const desired = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') return { desired, maxSurge: 0, maxUnavailable: desired };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = resolve(maxSurge, desired, Math.ceil);
  const missing = Math.min(desired, resolve(maxUnavailable, desired, Math.floor));
  return { desired, maxSurge: surge, maxUnavailable: surge === 0 && missing === 0 ? 1 : missing };
}
