import { Registry } from 'prom-client';
import type { InFlightLimit } from '../http/in-flight-limit.ts';
import type { Kinds } from '../kinds/kinds.ts';
import type { Store } from '../storage/index.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { RequestMetrics } from './request-metrics.ts';
import { registerStorageMetrics } from './storage-metrics.ts';

type Measured = { readonly store: Store; readonly kinds: Kinds; readonly inFlight: InFlightLimit };

/** The metrics of a server: those that are read when they are asked for, and `requests`, which counts. */
export function openMetrics(
  { store, kinds, inFlight }: Measured,
  registry = new Registry(),
): { registry: Registry; requests: RequestMetrics } {
  registerStorageMetrics(registry, { kinds, store });
  registerProcessMetrics(registry);
  return { registry, requests: new RequestMetrics(registry, { kinds, inFlight: () => inFlight.inFlight }) };
}
