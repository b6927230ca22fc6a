import type { Registry } from 'prom-client';
import { methodNotAllowed } from '../errors/index.ts';
import type { ExtraRoutes } from './router.ts';

/** /metrics, in Prometheus' text format. */
export function metricsRoutes(registry: Registry): ExtraRoutes {
  return async ({ path, method }) => {
    if (path !== '/metrics') return undefined;
    if (method !== 'GET') throw methodNotAllowed();
    return { status: 200, text: await registry.metrics(), contentType: registry.contentType };
  };
}
