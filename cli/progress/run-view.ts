import type { JobEvent } from '../../api/contract.ts';
import type { Job } from '../../resources/job/job.ts';
import type { JobProgress } from '../../resources/job/job-status.ts';
import { waitingReason } from '../output/waiting-reason.ts';

type Figures = Extract<JobEvent, { type: 'progress' }>['progress'];

/** What is known of a run that is waited for. */
export interface RunView {
  readonly name: string;
  readonly runSeq: number | undefined;
  /** What the Job does, for people: a phase, or what it waits for. */
  readonly activity: string;
  readonly progress: JobProgress | undefined;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

export const newRunView = (name: string, since: number): RunView => ({
  name,
  runSeq: undefined,
  activity: 'asking',
  progress: undefined,
  since,
});

/** The view after an event. Figures of an earlier run are passed over. */
export function updateRunView(view: RunView, event: JobEvent): RunView {
  switch (event.type) {
    case 'command':
      return { ...view, runSeq: event.result.runSeq, activity: event.result.state };
    case 'status':
      return withStatus(view, event.job);
    case 'progress':
      return withProgress(view, event.progress);
    case 'end':
      return { ...view, activity: event.job.status?.status ?? view.activity };
  }
}

function withStatus(view: RunView, job: Job): RunView {
  const { status = {} } = job;
  if ((status.runSeq ?? 0) < (view.runSeq ?? 0)) return { ...view, activity: status.waitingFor ?? view.activity };
  const waiting = waitingReason(job);
  if (waiting !== undefined) return { ...view, progress: undefined, activity: waiting };
  const progress = newer(status.progress, view.progress);
  return { ...view, progress, activity: progress?.phase ?? status.status ?? view.activity };
}

/** The status tells of the progress later than the worker itself. */
function newer(told: JobProgress | undefined, known: JobProgress | undefined): JobProgress | undefined {
  if (told === undefined || known === undefined) return told ?? known;
  return Date.parse(told.updatedAt) > Date.parse(known.updatedAt) ? told : known;
}

function withProgress(view: RunView, { progress, runSeq }: Figures): RunView {
  if (progress === null || runSeq < (view.runSeq ?? 0)) return view;
  return { ...view, runSeq, progress, activity: progress.phase };
}
