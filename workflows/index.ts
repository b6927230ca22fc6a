/** The workflows, as a worker registers them: the names exported here are the workflow types. */
export { mirrorJob } from './mirror-job.ts';
export { syncRun } from './sync-run.ts';
