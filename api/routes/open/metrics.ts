import type { RouteDeps } from '../../api-deps.ts';
import type { Route } from '../route.ts';

/** GET /metrics: Prometheus text. */
export const metrics = ({ registry }: Pick<RouteDeps, 'registry'>): Route => ({
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  summary: 'Figures of the API for Prometheus',
  tag: 'service',
  answers: { 200: { description: 'Prometheus text.', content: { 'text/plain': 'text' } } },
  async handle({ response }) {
    response.type(registry.contentType).send(await registry.metrics());
  },
});
