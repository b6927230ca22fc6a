/** What Temporal knows of the versions of the control worker. A build id is '' for workers without a version. */
export interface Versions {
  /** That new workflows and the entities go to; null when no worker ever had a version. */
  readonly current: string | null;
  /** That have polled of late. */
  readonly polling: ReadonlySet<string>;
  /** Runs that stay with their version, and which that is. */
  readonly pinned: readonly PinnedRun[];
}

export interface PinnedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly buildId: string;
}

export interface VersionPlan {
  /** Make this worker's version the current one. */
  readonly takeOver: boolean;
  /** Runs whose version nobody works for any more, so that they would wait for ever. */
  readonly adopt: readonly PinnedRun[];
}

/**
 * What a worker of the version `mine` does about the versions. Its start is when a release, or its withdrawal, takes
 * effect; later it takes over only from a version without workers. So an old worker that is restarted in the middle of a
 * rollout may win for a while, but never for longer than it lives.
 */
export function planVersion(mine: string, { current, polling, pinned }: Versions, starting: boolean): VersionPlan {
  if (current === null && mine === '') return { takeOver: false, adopt: [] };
  const takeOver = current !== mine && (starting || current === null || !polling.has(current));
  return { takeOver, adopt: pinned.filter(({ buildId }) => buildId !== mine && !polling.has(buildId)) };
}
