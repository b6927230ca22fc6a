import { Type } from 'typebox';
import { isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
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
    all: Type.Boolean({ description: 'Also those of earlier Jobs of the same name.', default: false }),
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
    async handle({ params: { namespace, name }, query: { all, ...query }, response, signal }) {
      const key = { namespace, name };
      const found = client.get<Job>(jobs, key, { signal });
      // The history outlives the Job.
      const uid = (await found.catch(ignoreNotFound))?.metadata.uid;
      const page = await runs.list(key, { ...query, ...(uid !== undefined && !all && { uid }) });
      // Without any, a Job that never ran is told from one that does not exist.
      if (page.items.length === 0) await found;
      response.json(page);
    },
  });

function ignoreNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}
