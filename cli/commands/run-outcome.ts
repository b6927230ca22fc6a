import type { Job } from '../../resources/job/job.ts';
import type { JobStatus } from '../../resources/job/job-status.ts';
import { formatBytes } from '../../resources/quantity.ts';
import { formatCount } from '../output/format-count.ts';
import { formatLength } from '../output/format-length.ts';

/** How a run that was waited for ended. */
export type RunOutcome = 'success' | 'failed' | 'stopped';

/**
 * How the last run ended, from the final status. Its times decide: the state may be that of the run before, since a
 * stopped run leaves no trace, or that of a paused or disabled Job.
 */
export function runOutcome({ status, lastStarted, lastEnded, lastUpdate }: JobStatus = {}): RunOutcome {
  if (lastStarted === undefined) return status === 'success' || status === 'failed' ? status : 'stopped';
  const since = (time = '') => Date.parse(time) > Date.parse(lastStarted);
  if (since(lastUpdate)) return 'success';
  return since(lastEnded) ? 'failed' : 'stopped';
}

/** The sentence on a run that succeeded: `run 3: success in 1m12s, 42 files, 1.20 GiB transferred`. */
export function successSentence({ status = {} }: Job): string {
  const { stats = {} } = status;
  const parts = [
    `success${stats.durationMs === undefined ? '' : ` in ${formatLength(stats.durationMs)}`}`,
    ...(stats.filesTransferred === undefined ? [] : [`${formatCount(stats.filesTransferred)} files fetched`]),
    ...(stats.filesDeleted ? [`${formatCount(stats.filesDeleted)} deleted`] : []),
    ...(stats.bytesTransferred === undefined ? [] : [`${formatBytes(stats.bytesTransferred)} transferred`]),
  ];
  return `run ${status.runSeq ?? '?'}: ${parts.join(', ')}`;
}
