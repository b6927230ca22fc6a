import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { publicJob } from '../../cluster/public-job.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { WriteQuery, writeOptions } from './dry-run.ts';
import { readJobPatch } from './job-body.ts';
import { JOB_PATH } from './paths.ts';

/** PATCH /jobs/{name}: JSON merge patch (RFC 7396); a resourceVersion in it is a precondition. */
export const patchJob = ({ client }: Pick<RouteDeps, 'client'>): Route =>
  defineRoute({
    method: 'patch',
    path: JOB_PATH,
    operationId: 'patchJob',
    summary: 'Change some fields of a Job',
    tag: 'jobs',
    access: [{ verb: 'patch' }],
    query: WriteQuery,
    body: { mediaType: 'application/merge-patch+json', schema: 'JobPatch' },
    answers: { 200: { description: 'The Job.', content: { 'application/json': 'Job' } } },
    async handle(context) {
      const { params, query, response, signal } = context;
      const { namespace, name } = params;
      const patch = { ...writeOptions(query, signal), type: 'merge', body: readJobPatch(context) } as const;
      response.json(publicJob(await client.patch<Job>(jobs, { namespace, name }, patch)));
    },
  });
