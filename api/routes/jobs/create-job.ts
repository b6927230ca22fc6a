import { jobs } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { publicJob } from '../../cluster/public-job.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { WriteQuery, writeOptions } from './dry-run.ts';
import { readJobBody } from './job-body.ts';
import { JOBS_PATH } from './paths.ts';

/** POST /jobs. */
export const createJob = ({ client }: Pick<RouteDeps, 'client'>): Route =>
  defineRoute({
    method: 'post',
    path: JOBS_PATH,
    operationId: 'createJob',
    summary: 'Declare a Job',
    tag: 'jobs',
    access: [{ verb: 'create' }],
    query: WriteQuery,
    body: { mediaType: 'application/json', schema: 'Job' },
    answers: { 201: { description: 'The Job; Location names it.', content: { 'application/json': 'Job' } } },
    async handle(context) {
      const { query, params, response, signal } = context;
      const job = await client.create(jobs, readJobBody(context), writeOptions(query, signal));
      const location = `/api/v1/namespaces/${params.namespace}/jobs/${encodeURIComponent(job.metadata.name)}`;
      response.status(201).location(location).json(publicJob(job));
    },
  });
