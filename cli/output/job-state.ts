import type { Job } from '../../resources/job/job.ts';
import type { JobState } from '../../resources/job/job-status.ts';
import type { Span, Style } from './style.ts';

const STYLES: Readonly<Record<JobState, Style | undefined>> = {
  none: 'dim',
  created: 'dim',
  'pre-syncing': 'cyan',
  syncing: 'cyan',
  success: 'green',
  failed: 'red',
  paused: 'yellow',
  disabled: 'dim',
  cached: 'green',
};

/** Whether a run is under way. */
export const isRunning = (state: JobState | undefined): boolean => state === 'syncing' || state === 'pre-syncing';

/** A Job's state in its colour; a Job that is being deleted is `deleting`. */
export function stateSpan({ metadata, status }: Job): Span {
  if (metadata.deletionTimestamp !== undefined) return { text: 'deleting', style: 'yellow' };
  const state = status?.status ?? 'created';
  return { text: state, style: STYLES[state] };
}
