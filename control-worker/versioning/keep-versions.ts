import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { planVersion, type PinnedRun, type Versions } from './plan-version.ts';

/** Between two looks at the versions, milliseconds. */
const INTERVAL = 15_000;

export interface VersionKeeperDeps {
  /** Build id of this worker; '' when it has no version. */
  readonly mine: string;
  readonly api: {
    versions(): Promise<Versions>;
    makeCurrent(buildId: string): Promise<void>;
    adopt(run: PinnedRun): Promise<void>;
  };
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Default 15 s. */
  readonly intervalMs?: number;
}

/**
 * Makes the version of this worker the current one, and lets it take over what a version without workers has left. Never
 * throws: what fails is tried again at the next look. A worker without a version that finds nothing to do looks no more.
 */
export async function keepVersions(deps: VersionKeeperDeps): Promise<void> {
  const { mine, logger, signal, intervalMs = INTERVAL } = deps;
  let starting = true;
  while (!signal.aborted) {
    try {
      const idle = await keepOnce(deps, starting);
      starting = false;
      if (idle && mine === '') return;
    } catch (error) {
      logger.warn({ err: error, retryInMs: intervalMs }, 'the versions of the workflows cannot be kept; trying again');
    }
    await delay(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Whether there was nothing left to do, now or later. */
async function keepOnce({ mine, api, logger }: VersionKeeperDeps, starting: boolean): Promise<boolean> {
  const versions = await api.versions();
  const { takeOver, adopt } = planVersion(mine, versions, starting);
  if (takeOver) {
    await api.makeCurrent(mine);
    logger.info({ buildId: mine, before: versions.current }, 'the workflows go on with this version');
  }
  for (const run of adopt) {
    await api.adopt(run);
    logger.info(
      { ...run, buildId: mine, before: run.buildId },
      'a run of a version without workers goes on with this one',
    );
  }
  return !takeOver && adopt.length === versions.pinned.length;
}
