import type { Job } from '../../resources/job/job.ts';
import type { Informer } from '../kit/cache/informer.ts';
import type { Source } from '../kit/controller/source.ts';
import type { JobEvents } from './job-events.ts';

/** How a run ended, as far as it is news: every failure, and the first success after one. */
export type RunOutcome = 'failed' | 'recovered';

/**
 * What a change of a Job's status says of a run's end. Only a later `lastEnded` is the end of a run: whatever else
 * changes, and an object that is seen for the first time, speaks of a run whose end has been told. The state says less: a
 * paused Job may fail too, and another run may have begun already.
 */
export function runOutcome(old: Job, job: Job): RunOutcome | undefined {
  if (time(job.status?.lastEnded) <= time(old.status?.lastEnded)) return undefined;
  if (hasFailed(job)) return 'failed';
  return hasFailed(old) ? 'recovered' : undefined;
}

/** Whether the last run that ended did not succeed. */
const hasFailed = ({ status }: Job): boolean => time(status?.lastUpdate) < time(status?.lastEnded);

/** Milliseconds since the epoch; 0 for never. */
const time = (text: string | undefined): number => (text === undefined ? 0 : Date.parse(text));

/** Tells of the ends of runs while the controller works; reconciles nothing. */
export function runOutcomes(informer: Informer<Job>, events: Pick<JobEvents, 'syncFailed' | 'synced'>): Source {
  return {
    hasSynced: () => informer.hasSynced,
    attach: () =>
      informer.onEvent((event) => {
        if (event.type !== 'updated') return;
        const outcome = runOutcome(event.old, event.object);
        if (outcome === 'failed') events.syncFailed(event.object);
        if (outcome === 'recovered') events.synced(event.object);
      }),
  };
}
