import type { JobConfig } from '../../resources/job/job-config.ts';
import { formatBytes, parseQuantity } from '../../resources/quantity.ts';
import type { JobProgress } from '../../resources/job/job-status.ts';
import type { SyncHeartbeat } from '../sync-contract.ts';
import type { Attempt } from './attempt-context.ts';
import { writtenByChildren } from './process-io.ts';
import { SyncFailure } from './sync-failure.ts';

const PROGRESS_MS = 200;

export interface TickerOptions {
  readonly attempt: Attempt;
  readonly heartbeatMs: number;
  readonly heartbeat: (details: SyncHeartbeat) => void;
  readonly progress: (progress: JobProgress) => void;
}

/**
 * Reports an attempt while it runs: a heartbeat on a timer, progress when it has changed; and stops the attempt when the
 * volume is about to run full, or the upstream hangs.
 * @returns ends the reports
 */
export function startTicker(options: TickerOptions): () => void {
  const { attempt, heartbeat } = options;
  const snapshot = (): SyncHeartbeat => attempt.meter.snapshot(Date.now(), attempt.log.bytes);
  let shown = '';
  const report = (): void => {
    sampleBytes(attempt);
    const { phase, bytes, totalBytes, files, rate } = snapshot();
    const progress = { phase, bytes, ...(totalBytes !== undefined && { totalBytes }), files, rate };
    const text = JSON.stringify(progress);
    if (text === shown) return;
    shown = text;
    options.progress({ ...progress, updatedAt: new Date().toISOString() });
  };
  const beat = (): void => {
    heartbeat(snapshot());
    void watchSpace(attempt);
    watchStall(attempt);
  };
  report();
  heartbeat(snapshot());
  const timers = [setInterval(report, PROGRESS_MS), setInterval(beat, options.heartbeatMs)];
  return () => timers.forEach((timer) => clearInterval(timer));
}

/** The plan writes nothing, so what it reads and says is no progress. */
function sampleBytes({ meter, rsync }: Attempt): void {
  if (meter.phase !== 'transferring') return;
  const written = rsync.pid === undefined ? undefined : writtenByChildren(rsync.pid);
  if (written !== undefined) meter.setBytes(written, Date.now());
}

/** An upstream may have more than the plan said, and a first run has no plan. */
async function watchSpace(attempt: Attempt): Promise<void> {
  const { config } = attempt.input;
  // Nothing has been written yet, and deletions would make room.
  if (attempt.meter.bytes === 0) return;
  const space = await attempt.space(attempt.layout.mirror).catch(() => undefined);
  if (space && space.free < parseQuantity(config.minFree)) attempt.stop.stop(diskFull(config, space.free));
}

function watchStall({ rsync, stall, stop }: Attempt): void {
  const failure = rsync.pid === undefined ? undefined : stall.check(rsync.pid, performance.now());
  if (failure) stop.stop(failure);
}

const diskFull = (config: JobConfig, free: number): SyncFailure =>
  new SyncFailure(
    'DiskFull',
    `The volume has only ${formatBytes(free)} free, less than minFree ${config.minFree}; the run was stopped and goes on ` +
      'from there once spec.volume.size is larger',
  );
