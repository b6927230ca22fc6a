import type { ContainerState, ContainerStatus, TerminatedState } from '../../controllers/objects/pod-status.ts';
import { shouldRestart } from './crash-backoff.ts';
import type { Exit } from './container-process.ts';

/** What changes while a container lives; the rest of its status is fixed. */
export interface RunState {
  readonly state: ContainerState;
  readonly lastState: ContainerState;
  readonly restartCount: number;
  readonly ready: boolean;
  readonly started: boolean;
  readonly containerID?: string;
}

/** Where a container goes on from, by what the API server last knew of it; `over` when it must not be started again. */
export function resumeState(
  before: ContainerStatus | undefined,
  policy: 'Always' | 'OnFailure' | 'Never',
  now: string,
): { readonly run: RunState; readonly over: TerminatedState | undefined } {
  const over = endedBefore(before, policy, now);
  if (!before || !over) return { run: initialState(before, now), over: undefined };
  const { lastState, restartCount } = before;
  return { run: { state: { terminated: over }, lastState, restartCount, ready: false, started: false }, over };
}

function initialState(before: ContainerStatus | undefined, now: string): RunState {
  const waiting: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  const fresh = { state: waiting, lastState: {}, restartCount: 0, ready: false, started: false };
  if (!before?.state.running && !before?.state.terminated && !before?.lastState.terminated) return fresh;
  // It ran under a node process that is gone, and its processes went with it.
  const ended = before.state.terminated ?? before.lastState.terminated ?? lost(before, now);
  const last = before.state.running ? lost(before, now) : ended;
  return { ...fresh, lastState: { terminated: last }, restartCount: before.restartCount + 1 };
}

function endedBefore(
  before: ContainerStatus | undefined,
  policy: 'Always' | 'OnFailure' | 'Never',
  now: string,
): TerminatedState | undefined {
  if (!before) return undefined;
  const end = before.state.terminated ?? (before.state.running ? lost(before, now) : undefined);
  return end && !shouldRestart(policy, end.exitCode) ? end : undefined;
}

function lost(before: ContainerStatus, now: string): TerminatedState {
  return {
    exitCode: 137,
    reason: 'NodeRestarted',
    message: 'the local node ended, and its containers with it',
    startedAt: before.state.running?.startedAt ?? now,
    finishedAt: now,
    ...(before.containerID !== undefined && { containerID: before.containerID }),
  };
}

/** How a run ended, in the words of a container status. */
export function terminated(
  exit: Exit,
  run: { startedAt: string; finishedAt: string; containerID: string },
): TerminatedState {
  return {
    exitCode: exit.exitCode,
    ...(exit.signal !== undefined && { signal: exit.signal }),
    reason: exit.exitCode === 0 ? 'Completed' : 'Error',
    ...(exit.message !== undefined && { message: exit.message }),
    ...run,
  };
}

/** The container's part of the pod's status. */
export function containerStatus(container: { name: string; image?: string }, run: RunState): ContainerStatus {
  const { state, lastState, restartCount, ready, started, containerID } = run;
  const image = container.image ?? '';
  return {
    name: container.name,
    image,
    imageID: image === '' ? '' : `local://${image}`,
    ...(containerID !== undefined && { containerID }),
    ready,
    started,
    restartCount,
    state,
    lastState,
  };
}
