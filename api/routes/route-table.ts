import type { RouteDeps } from '../api-deps.ts';
import { commandJob } from './jobs/command-job.ts';
import { createJob } from './jobs/create-job.ts';
import { deleteJob } from './jobs/delete-job.ts';
import { getJob } from './jobs/get-job.ts';
import { jobEvents } from './jobs/job-events.ts';
import { jobLog } from './jobs/job-log.ts';
import { listAllJobs, listJobs } from './jobs/list-jobs.ts';
import { patchJob } from './jobs/patch-job.ts';
import { replaceJob } from './jobs/replace-job.ts';
import { health, ready } from './open/health.ts';
import { metrics } from './open/metrics.ts';
import { openapi } from './open/openapi.ts';
import type { Route } from './route.ts';
import { getRun } from './runs/get-run.ts';
import { listRuns } from './runs/list-runs.ts';

/** Every route of the API. */
export function routeTable(deps: RouteDeps, version: string): readonly Route[] {
  const routes: readonly Route[] = [
    health,
    ready(deps),
    metrics(deps),
    openapi(() => routes, version),
    listAllJobs(deps),
    listJobs(deps),
    createJob(deps),
    getJob(deps),
    replaceJob(deps),
    patchJob(deps),
    deleteJob(deps),
    commandJob(deps),
    jobEvents(deps),
    jobLog(deps),
    listRuns(deps),
    getRun(deps),
  ];
  return routes;
}
