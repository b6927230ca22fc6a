import { Type } from 'typebox';
import type { Static } from 'typebox';
import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { publicJob } from '../../cluster/public-job.ts';
import type { JobPage } from '../../contract.ts';
import { defineRoute } from '../route.ts';
import type { Route, RouteContext } from '../route.ts';
import { ALL_JOBS_PATH, JOBS_PATH } from './paths.ts';

const ListQuery = Type.Object(
  {
    limit: Type.Integer({ description: 'Most Jobs on a page.', default: 500, minimum: 1, maximum: 1_000 }),
    continue: Type.Optional(Type.String({ description: 'From the page before.', maxLength: 8_192 })),
    labelSelector: Type.Optional(Type.String({ description: "As kubectl's `-l`.", maxLength: 2_048 })),
  },
  { additionalProperties: false },
);

type Deps = Pick<RouteDeps, 'client'>;
type Context = RouteContext<Static<typeof ListQuery>>;

const common = {
  method: 'get',
  tag: 'jobs',
  access: [{ verb: 'list' }],
  query: ListQuery,
  answers: { 200: { description: 'A page of Jobs.', content: { 'application/json': 'JobPage' } } },
} as const;

/** GET /jobs of one namespace. */
export const listJobs = (deps: Deps): Route =>
  defineRoute({
    ...common,
    path: JOBS_PATH,
    operationId: 'listJobs',
    summary: 'Jobs of a namespace',
    handle: (context) => answerPage(deps, context),
  });

/** GET /jobs of all namespaces. */
export const listAllJobs = (deps: Deps): Route =>
  defineRoute({
    ...common,
    path: ALL_JOBS_PATH,
    operationId: 'listAllJobs',
    summary: 'Jobs of all namespaces',
    handle: (context) => answerPage(deps, context),
  });

async function answerPage({ client }: Deps, { params, query, response, signal }: Context): Promise<void> {
  const namespace = params.namespace || undefined;
  const { metadata, items } = await client.list<Job>(jobs, { ...query, namespace, signal });
  const page: JobPage = { items: items.map(publicJob), ...(metadata.continue && { continue: metadata.continue }) };
  response.json(page);
}
