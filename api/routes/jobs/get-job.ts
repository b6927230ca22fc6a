import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { publicJob } from '../../cluster/public-job.ts';
import type { Route } from '../route.ts';
import { JOB_PATH } from './paths.ts';

/** GET /jobs/{name}. */
export const getJob = ({ client }: Pick<RouteDeps, 'client'>): Route => ({
  method: 'get',
  path: JOB_PATH,
  operationId: 'getJob',
  summary: 'One Job',
  tag: 'jobs',
  access: [{ verb: 'get' }],
  answers: { 200: { description: 'The Job.', content: { 'application/json': 'Job' } } },
  async handle({ params: { namespace, name }, response, signal }) {
    response.json(publicJob(await client.get<Job>(jobs, { namespace, name }, { signal })));
  },
});
