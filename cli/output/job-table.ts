import type { Job } from '../../resources/job/job.ts';
import { formatBytes } from '../../resources/quantity.ts';
import { isRunning, stateSpan } from './job-state.ts';
import { age, relativeTime } from './relative-time.ts';
import { waitingReason } from './waiting-reason.ts';
import { renderTable, type Column } from './table.ts';

export interface JobTableOptions {
  readonly wide: boolean;
  readonly withNamespace: boolean;
  readonly now: number;
  readonly colour: boolean;
  /** Columns of the terminal; undefined leaves every cell whole. */
  readonly width: number | undefined;
}

/** Lines of `durasync mirror list`. */
export function jobTable(jobs: readonly Job[], options: JobTableOptions): string[] {
  const { withNamespace, wide, now } = options;
  const columns: Column<Job>[] = [
    ...(withNamespace ? [{ title: 'NAMESPACE', cell: ({ metadata }: Job) => metadata.namespace ?? '' }] : []),
    { title: 'NAME', cell: ({ metadata }) => metadata.name },
    { title: 'STATUS', cell: stateSpan },
    { title: 'UPSTREAM', cell: ({ spec }) => spec.config.upstream, shrinkTo: 16 },
    { title: 'LAST UPDATE', cell: ({ status }) => relativeTime(status?.lastUpdate, now) },
    { title: 'NEXT RUN', cell: (job) => nextRun(job, now) },
    { title: 'SIZE', cell: ({ status }) => sizeText(status?.size) },
    { title: 'AGE', cell: ({ metadata }) => age(metadata.creationTimestamp, now) },
    ...(wide ? wideColumns : []),
  ];
  return renderTable(columns, jobs, options);
}

const wideColumns: readonly Column<Job>[] = [
  { title: 'RUN', cell: ({ status }) => String(status?.runSeq ?? '-') },
  { title: 'SCHEDULE', cell: ({ spec }) => spec.config.cron ?? `every ${spec.config.interval}` },
  { title: 'ERROR', cell: ({ status }) => ({ text: status?.errorMsg ?? '', style: 'red' }), shrinkTo: 24 },
];

/** Text on when a Job runs next. */
export function nextRun(job: Job, now: number): string {
  const { status = {} } = job;
  if (isRunning(status.status)) return waitingReason(job) === undefined ? 'running' : 'waiting';
  const at = Date.parse(status.nextSchedule ?? '');
  return at <= now ? 'due' : relativeTime(status.nextSchedule, now);
}

export const sizeText = (bytes: number | undefined): string => (bytes === undefined ? '-' : formatBytes(bytes));
