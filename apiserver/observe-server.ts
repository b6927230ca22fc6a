import type { Registry } from 'prom-client';
import { healthChecks } from './health-checks.ts';
import { healthRoutes } from './http/health-routes.ts';
import type { ServerDependencies } from './http/decide-request.ts';
import type { InFlightLimits } from './http/in-flight-limit.ts';
import { DEFAULT_IN_FLIGHT_LIMITS, InFlightLimit } from './http/in-flight-limit.ts';
import { metricsRoutes } from './http/metrics-routes.ts';
import type { ExtraRoutes } from './http/router.ts';
import { serverRoutes } from './http/server-routes.ts';
import type { Kinds } from './kinds/kinds.ts';
import { openMetrics } from './metrics/open-metrics.ts';
import type { Store } from './storage/index.ts';

type Observed = {
  readonly store: Store;
  readonly kinds: Kinds;
  /** Whether the server takes no more work. */
  readonly isStopping: () => boolean;
};

/** See ApiServerOptions. */
type ObserveOptions = { readonly registry?: Registry; readonly inFlightLimits?: InFlightLimits };

export type Observation = Pick<ServerDependencies, 'inFlight' | 'measure'> & {
  readonly routes: readonly ExtraRoutes[];
};

/** What is counted and bounded of requests, and where it is told. */
export function observeServer({ store, kinds, isStopping }: Observed, options: ObserveOptions): Observation {
  const inFlight = new InFlightLimit(options.inFlightLimits ?? DEFAULT_IN_FLIGHT_LIMITS);
  const { registry, requests } = openMetrics({ store, kinds, inFlight }, options.registry);
  return {
    inFlight,
    measure: (request) => requests.begin(request),
    routes: [serverRoutes(), healthRoutes(healthChecks(store, isStopping)), metricsRoutes(registry)],
  };
}
