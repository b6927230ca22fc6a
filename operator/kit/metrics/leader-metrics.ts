import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** `leader_election_master_status`: 1 for the leader, 0 for those who wait. The answer sets it. */
export function createLeaderMetric(registry: Registry): (name: string, leading: boolean) => void {
  const gauge = new Gauge({
    name: 'leader_election_master_status',
    help: 'Whether this process leads',
    labelNames: ['name'],
    registers: [registry],
  });
  return (name, leading) => gauge.set({ name }, leading ? 1 : 0);
}
