import type { RouteDeps } from '../../api-deps.ts';
import { JOB_PATH } from '../jobs/paths.ts';
import type { Route } from '../route.ts';

/** GET /jobs/{name}/runs/{seq}. */
export const getRun = ({ runs }: Pick<RouteDeps, 'runs'>): Route => ({
  method: 'get',
  path: `${JOB_PATH}/runs/{seq}`,
  operationId: 'getRun',
  summary: 'One run of a Job',
  tag: 'runs',
  access: [{ verb: 'get' }],
  answers: { 200: { description: 'The run.', content: { 'application/json': 'Run' } } },
  async handle({ params: { namespace, name, seq }, response }) {
    response.json(await runs.get({ namespace, name }, Number(seq)));
  },
});
