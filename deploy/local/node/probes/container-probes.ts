import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '../../controllers/objects/pod.ts';
import { checkHealth, type CheckTarget } from './check-health.ts';
import { initialProbe, probeTimes, stepProbe, type ProbeKind } from './probe-state.ts';

/** Told of what the probes find out. */
export interface ProbeListener {
  /** Startup has succeeded, or there is no startup probe. */
  onStarted(): void;
  onReady(ready: boolean): void;
  onUnhealthy(kind: ProbeKind, message: string): void;
  /** Liveness or startup has failed for good: the container is to be killed. */
  onFailed(kind: ProbeKind): void;
}

/** Runs a started container's probes until the signal: startup first, then liveness and readiness side by side. */
export async function runProbes(target: CheckTarget, listener: ProbeListener, signal: AbortSignal): Promise<void> {
  const { startupProbe, livenessProbe, readinessProbe } = target.container;
  const loop = (kind: ProbeKind, probe: Probe): Promise<boolean> =>
    probeLoop(kind, probe, { target, listener, signal });
  if (startupProbe && !(await loop('startup', startupProbe))) return;
  if (signal.aborted) return;
  listener.onStarted();
  if (!readinessProbe) listener.onReady(true);
  await Promise.all([
    livenessProbe && loop('liveness', livenessProbe),
    readinessProbe && loop('readiness', readinessProbe),
  ]);
}

interface LoopContext {
  readonly target: CheckTarget;
  readonly listener: ProbeListener;
  readonly signal: AbortSignal;
}

/** @returns whether a startup probe succeeded; the other two end only with the signal or a failure */
async function probeLoop(kind: ProbeKind, probe: Probe, { target, listener, signal }: LoopContext): Promise<boolean> {
  const { delayMs, periodMs } = probeTimes(probe);
  let state = initialProbe(kind);
  for (let wait = delayMs; await pause(wait, signal); wait = periodMs) {
    const { ok, message } = await checkHealth(probe, target);
    if (signal.aborted) return false;
    const next = stepProbe(state, ok, probe);
    state = next;
    if (next.notable) listener.onUnhealthy(kind, message);
    if (kind === 'readiness' && next.changed) listener.onReady(next.ok);
    if (kind !== 'readiness' && next.failed) {
      listener.onFailed(kind);
      return false;
    }
    if (kind === 'startup' && next.ok) return true;
  }
  return false;
}

/** @returns false when the signal came first */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
