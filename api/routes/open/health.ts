import type { RouteDeps } from '../../api-deps.ts';
import type { Route } from '../route.ts';

/** GET /healthz: the process runs. */
export const health: Route = {
  method: 'get',
  path: '/healthz',
  operationId: 'getHealth',
  summary: 'Whether the process runs',
  tag: 'service',
  answers: { 200: { description: 'It does.', content: { 'text/plain': 'text' } } },
  async handle({ response }) {
    response.type('text/plain').send('ok\n');
  },
};

/** GET /readyz: Kubernetes and Temporal answer. */
export const ready = ({ readiness }: Pick<RouteDeps, 'readiness'>): Route => ({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  summary: 'Whether the cluster and the workflow service answer',
  tag: 'service',
  answers: {
    200: { description: 'They do.', content: { 'application/json': 'Readiness' } },
    503: { description: 'Not all of them do.', content: { 'application/json': 'Readiness' } },
  },
  async handle({ response }) {
    const report = await readiness();
    response.status(report.ready ? 200 : 503).json(report);
  },
});
