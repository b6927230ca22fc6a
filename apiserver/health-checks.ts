import type { HealthCheck, HealthChecks } from './http/health-routes.ts';
import type { Store } from './storage/index.ts';

/** A store that takes longer does not answer. */
const STORE_TIMEOUT_MS = 2000;

/** @param isStopping whether the server takes no more work */
export function healthChecks(store: Store, isStopping: () => boolean): HealthChecks {
  const ping: HealthCheck = { name: 'ping', check: async () => undefined };
  // Its name with kube-apiserver, which callers exclude and ask for; whatever the store is.
  const etcd: HealthCheck = { name: 'etcd', check: () => reads(store) };
  const shutdown: HealthCheck = {
    name: 'shutdown',
    check: async () => {
      if (isStopping()) throw new Error('process is shutting down');
    },
  };
  return { healthz: [ping, etcd], livez: [ping, etcd], readyz: [ping, etcd, shutdown] };
}

async function reads(store: Store): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the store does not answer')), STORE_TIMEOUT_MS);
  // A key nobody has.
  await Promise.race([store.get('/health'), late]).finally(() => clearTimeout(timer));
}
