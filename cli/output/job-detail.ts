import type { Job } from '../../resources/job/job.ts';
import type { JobStatus } from '../../resources/job/job-status.ts';
import { formatBytes } from '../../resources/quantity.ts';
import { formatCount } from './format-count.ts';
import { progressLine } from '../progress/progress-line.ts';
import { failureHint } from './failure-hints.ts';
import { formatLength } from './format-length.ts';
import { stateSpan } from './job-state.ts';
import { sizeText } from './job-table.ts';
import { timeWithDistance } from './relative-time.ts';
import { waitingReason } from './waiting-reason.ts';
import type { Span } from './style.ts';

/** A labelled line of the page; without label it belongs to the one above. */
export interface DetailField {
  readonly label: string;
  readonly value: Span | string;
}

/** The page of `durasync mirror get`, without the fields there is nothing to say on. */
export function jobDetail(job: Job, now: number): readonly DetailField[] {
  const { metadata, spec, status = {} } = job;
  const fields: readonly (DetailField | false | undefined)[] = [
    { label: 'Name', value: { text: `${metadata.namespace ?? ''}/${metadata.name}`, style: 'bold' } },
    { label: 'State', value: stateSpan(job) },
    present('Waiting for', waitingReason(job)),
    ...failure(job),
    present('Progress', status.progress && progressOf(job, now)),
    { label: 'Upstream', value: spec.config.upstream },
    { label: 'Schedule', value: schedule(job) },
    { label: 'Next run', value: timeWithDistance(status.nextSchedule, now) },
    { label: 'Last update', value: timeWithDistance(status.lastUpdate, now) },
    present('Last run', lastRun(status, now)),
    { label: 'Size', value: `${sizeText(status.size)} of ${spec.volume.size} volume` },
    present('Last success', stats(status)),
    ...conditions(status),
  ];
  return fields.filter((field) => field !== undefined && field !== false);
}

const present = (label: string, value: string | undefined | false): DetailField | undefined =>
  value ? { label, value } : undefined;

function failure({ metadata, status = {} }: Job): readonly DetailField[] {
  if (status.errorMsg === undefined && status.errorClass === undefined) return [];
  const hint = failureHint(status.errorClass, metadata.name);
  const text = [status.errorClass, status.errorMsg].filter(Boolean).join(': ');
  return [
    { label: 'Last error', value: { text, style: 'red' } },
    ...(hint === undefined ? [] : [{ label: '', value: { text: hint, style: 'dim' as const } }]),
  ];
}

function progressOf({ status = {} }: Job, now: number): string {
  const since = Date.parse(status.lastStarted ?? '') || now;
  const view = { name: `run ${status.runSeq ?? '?'}`, runSeq: status.runSeq, progress: status.progress, since };
  return progressLine({ ...view, activity: status.progress?.phase ?? '' }, { now, width: Number.POSITIVE_INFINITY });
}

function schedule({ spec: { config } }: Job): string {
  if (config.cron !== undefined) return `cron ${config.cron} (${config.timeZone})`;
  return `${config.interval} after the end of a run`;
}

const TRIGGERS: Readonly<Record<NonNullable<JobStatus['trigger']>, string>> = {
  schedule: 'on schedule',
  command: 'by command',
  restart: 'by a restart',
  created: 'as the mirror was new',
  changed: 'as the spec had changed',
};

function lastRun(status: JobStatus, now: number): string | undefined {
  if (status.runSeq === undefined || status.runSeq === 0) return undefined;
  const attempt = status.attempt !== undefined && status.attempt > 1 ? `, attempt ${status.attempt}` : '';
  const trigger = status.trigger === undefined ? '' : `, ${TRIGGERS[status.trigger]}`;
  return `${status.runSeq}${attempt}${trigger}, started ${timeWithDistance(status.lastStarted, now)}`;
}

function stats({ stats: figures }: JobStatus): string | undefined {
  if (figures === undefined) return undefined;
  const { files, filesTransferred, filesDeleted, bytesTransferred, durationMs } = figures;
  const count = (value: number | undefined, what: string) =>
    value === undefined ? [] : [`${formatCount(value)} ${what}`];
  return [
    ...count(files, 'files there'),
    ...count(filesTransferred, 'fetched'),
    ...count(filesDeleted, 'deleted'),
    ...(bytesTransferred === undefined ? [] : [`${formatBytes(bytesTransferred)} transferred`]),
    ...(durationMs === undefined ? [] : [`in ${formatLength(durationMs)}`]),
  ].join(', ');
}

function conditions({ conditions: list = [] }: JobStatus): readonly DetailField[] {
  return list.map(({ type, status, reason, message }, index) => ({
    label: index === 0 ? 'Conditions' : '',
    value: `${type}=${status} ${reason}${message === '' ? '' : `: ${message}`}`,
  }));
}
