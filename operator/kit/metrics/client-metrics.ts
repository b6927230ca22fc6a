import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { RequestSample } from '../../../kubernetes/api-session.ts';

/** Metrics of requests to the API server under client-go's names: give the answer to the client as `onRequest`. */
export function createClientMetrics(registry: Registry): (sample: RequestSample) => void {
  const requests = new Counter({
    name: 'rest_client_requests_total',
    help: 'Requests to the API server by status code',
    labelNames: ['code', 'method', 'host'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'rest_client_request_duration_seconds',
    help: 'Time until the API server answers',
    labelNames: ['verb', 'host'],
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
    registers: [registry],
  });
  return (sample) => {
    const { code, method, host } = sample;
    requests.inc({ code, method, host });
    seconds.observe({ verb: method, host }, sample.seconds);
  };
}
