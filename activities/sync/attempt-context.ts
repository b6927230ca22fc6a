import type { SyncInput } from '../sync-contract.ts';
import type { DataLayout } from './data-layout.ts';
import type { LockedRsync } from './locked-rsync.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { ArgumentInput } from './rsync-arguments.ts';
import type { RunLog } from './run-log.ts';
import type { StallWatch } from './stall-watch.ts';
import type { AttemptStop } from './stop-reason.ts';
import type { Space } from './sync-deps.ts';

/** What one attempt works with. */
export interface Attempt {
  readonly input: SyncInput;
  readonly layout: DataLayout;
  readonly log: RunLog;
  readonly meter: ProgressMeter;
  readonly stop: AttemptStop;
  readonly stall: StallWatch;
  readonly rsync: LockedRsync;
  readonly argumentInput: ArgumentInput;
  readonly space: (path: string) => Promise<Space>;
  /** Texts that must not appear in a message. */
  readonly secrets: readonly string[];
}
