import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** What the API measures of itself. */
export interface ApiMetrics {
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly streams: Gauge<'route'>;
  readonly watchRestarts: Counter;
}

/** Registers the metrics of the API. */
export function createMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  return {
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time until an answer was complete, by route; streams are left out.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    streams: new Gauge({
      name: 'durasync_api_streams',
      help: 'Streams open to clients.',
      labelNames: ['route'],
      registers,
    }),
    watchRestarts: new Counter({
      name: 'durasync_api_job_watch_restarts_total',
      help: 'How often the watch of Jobs was started anew after an error.',
      registers,
    }),
  };
}
