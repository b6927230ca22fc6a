import { jobs } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import type { Route } from '../route.ts';
import { JOB_PATH } from './paths.ts';

/** DELETE /jobs/{name}: the Job goes when its run has been stopped. */
export const deleteJob = ({ client }: Pick<RouteDeps, 'client'>): Route => ({
  method: 'delete',
  path: JOB_PATH,
  operationId: 'deleteJob',
  summary: 'Remove a Job',
  tag: 'jobs',
  access: [{ verb: 'delete' }],
  answers: { 202: { description: 'The deletion has begun.' } },
  async handle({ params: { namespace, name }, response, signal }) {
    await client.delete(jobs, { namespace, name }, { propagation: 'Background', timeoutMs: 15_000, signal });
    response.status(202).end();
  },
});
