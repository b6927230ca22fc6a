import type { Job } from '../../resources/job/job.ts';

/** A Job as clients see it: without the bookkeeping of field owners, which is most of its size. */
export function publicJob(job: Job): Job {
  const metadata = { ...job.metadata };
  delete metadata.managedFields;
  return { ...job, metadata };
}
