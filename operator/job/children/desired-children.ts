import type { Job } from '../../../resources/job/job.ts';
import type { JobSettings } from '../job-settings.ts';
import type { Child } from './child.ts';
import { deployment } from './deployment.ts';
import { service } from './service.ts';
import { volumeClaim } from './volume-claim.ts';
import { workerAccess } from './worker-access.ts';

/** Everything a Job needs to exist, in the order in which it is made. Depends on nothing but its arguments. */
export function desiredChildren(job: Job, settings: JobSettings): Child[] {
  return [volumeClaim(job), ...workerAccess(job), ...service(job), deployment(job, settings)];
}
