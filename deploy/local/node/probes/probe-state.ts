import type { Probe } from '../../controllers/objects/pod.ts';

/** Consecutive equal results of a probe; `ok` is the verdict that they led to. */
export interface ProbeState {
  readonly ok: boolean;
  readonly last: boolean | undefined;
  readonly streak: number;
}

export type ProbeKind = 'startup' | 'liveness' | 'readiness';

/** Before the first result only liveness is taken for granted. */
export const initialProbe = (kind: ProbeKind): ProbeState => ({ ok: kind === 'liveness', last: undefined, streak: 0 });

/** Takes one result: the verdict changes after successThreshold successes (1) or failureThreshold failures (3) in a row. */
export function stepProbe(
  state: ProbeState,
  success: boolean,
  probe: Probe,
): ProbeState & { readonly changed: boolean; readonly failed: boolean } {
  const streak = state.last === success ? state.streak + 1 : 1;
  const threshold = success ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  const decided = streak >= threshold;
  const ok = decided ? success : state.ok;
  return { ok, last: success, streak, changed: ok !== state.ok, failed: decided && !success };
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
