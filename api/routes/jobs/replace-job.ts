import { jobs } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { publicJob } from '../../cluster/public-job.ts';
import { ProblemError } from '../../http/problem.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { WriteQuery, writeOptions } from './dry-run.ts';
import { readJobBody } from './job-body.ts';
import { JOB_PATH } from './paths.ts';

/** PUT /jobs/{name}: the whole Job, at the version that was read. */
export const replaceJob = ({ client }: Pick<RouteDeps, 'client'>): Route =>
  defineRoute({
    method: 'put',
    path: JOB_PATH,
    operationId: 'replaceJob',
    summary: 'Replace a Job, unless it was changed since it was read',
    tag: 'jobs',
    access: [{ verb: 'update' }],
    query: WriteQuery,
    body: { mediaType: 'application/json', schema: 'Job' },
    answers: { 200: { description: 'The Job.', content: { 'application/json': 'Job' } } },
    async handle(context) {
      const { query, response, signal } = context;
      const job = readJobBody(context);
      if (!job.metadata.resourceVersion) throw versionMissing();
      response.json(publicJob(await client.replace(jobs, job, writeOptions(query, signal))));
    },
  });

function versionMissing(): ProblemError {
  return new ProblemError('invalid-object', {
    detail: 'Give the resourceVersion that was read, so that nobody else’s change is lost.',
    errors: [{ field: 'metadata.resourceVersion', message: 'is missing' }],
  });
}
