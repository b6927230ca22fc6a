import { Type } from 'typebox';
import { jobs } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { JOB_PATH } from '../jobs/paths.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';

const RunsQuery = Type.Object(
  {
    limit: Type.Integer({ description: 'Most runs on a page.', default: 20, minimum: 1, maximum: 200 }),
    pageToken: Type.Optional(
      Type.String({ description: 'From the page before.', pattern: '^[A-Za-z0-9_-]+$', maxLength: 4_096 }),
    ),
  },
  { additionalProperties: false },
);

/** GET /jobs/{name}/runs, newest first. */
export const listRuns = ({ runs, client }: Pick<RouteDeps, 'runs' | 'client'>): Route =>
  defineRoute({
    method: 'get',
    path: `${JOB_PATH}/runs`,
    operationId: 'listRuns',
    summary: 'Runs of a Job, newest first',
    tag: 'runs',
    access: [{ verb: 'get' }],
    query: RunsQuery,
    answers: { 200: { description: 'A page of runs.', content: { 'application/json': 'RunPage' } } },
    async handle({ params: { namespace, name }, query, response, signal }) {
      const page = await runs.list({ namespace, name }, query);
      // The history outlives the Job; without any, a Job that never ran is told from one that does not exist.
      if (page.items.length === 0) await client.get(jobs, { namespace, name }, { signal });
      response.json(page);
    },
  });
