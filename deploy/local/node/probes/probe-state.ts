import type { Probe } from '../../controllers/objects/pod.ts';

/** Consecutive equal results of a probe; `ok` is the verdict that they led to. */
export interface ProbeState {
  readonly ok: boolean;
  readonly last: boolean | undefined;
  readonly streak: number;
  /** Whether any check has succeeded. */
  readonly wasOk: boolean;
}

export type ProbeKind = 'startup' | 'liveness' | 'readiness';

/** Before the first result only liveness is taken for granted. */
export const initialProbe = (kind: ProbeKind): ProbeState => ({
  ok: kind === 'liveness',
  last: undefined,
  streak: 0,
  wasOk: false,
});

/**
 * Takes one result: the verdict changes after successThreshold successes (1) or failureThreshold failures (3) in a row.
 * `notable`: a failure that is more than a program on its way up, which listens to nobody yet.
 */
export function stepProbe(
  state: ProbeState,
  success: boolean,
  probe: Probe,
): ProbeState & { readonly changed: boolean; readonly failed: boolean; readonly notable: boolean } {
  const streak = state.last === success ? state.streak + 1 : 1;
  const threshold = success ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  const decided = streak >= threshold;
  const ok = decided ? success : state.ok;
  const wasOk = state.wasOk || success;
  const failed = decided && !success;
  return { ok, last: success, streak, wasOk, changed: ok !== state.ok, failed, notable: failed || (!success && wasOk) };
}

/** A probe's times in milliseconds: delay before the first, then period and time-out of each. */
export function probeTimes(probe: Probe): {
  readonly delayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
} {
  return {
    delayMs: (probe.initialDelaySeconds ?? 0) * 1000,
    periodMs: Math.max(1, probe.periodSeconds ?? 10) * 1000,
    timeoutMs: Math.max(1, probe.timeoutSeconds ?? 1) * 1000,
  };
}
