import { afterEach, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { createHealthServer } from '../../../operator/kit/http/health-server.ts';
import type { HealthServer, HealthServerParts } from '../../../operator/kit/http/health-server.ts';
import { createControllerMetrics } from '../../../operator/kit/metrics/controller-metrics.ts';
import { createQueueMetrics } from '../../../operator/kit/metrics/queue-metrics.ts';
import { WorkQueue } from '../../../operator/kit/queue/work-queue.ts';
import { FakeClock } from './support/fake-clock.ts';

let server: HealthServer | undefined;

async function start(parts: Partial<HealthServerParts>): Promise<string> {
  server = createHealthServer({ host: '127.0.0.1', port: 0, registry: new Registry(), ...parts });
  return `http://127.0.0.1:${await server.start()}`;
}

afterEach(() => server?.stop());

describe('health server', () => {
  test('is healthy and ready as its checks say, and names the one that fails', async () => {
    let ready = false;
    const caches = (): void => {
      if (!ready) throw new Error('not synced');
    };
    const url = await start({ live: { ping: () => undefined }, ready: { caches, other: () => undefined } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const refused = await fetch(`${url}/readyz?verbose`);
    expect([refused.status, await refused.text()]).toEqual([503, '[-]caches failed: not synced\n[+]other ok\n']);
    ready = true;
    expect(await (await fetch(`${url}/readyz`)).text()).toBe('ok\n');
  });

  test('refuses other paths and methods', async () => {
    const url = await start({});
    expect((await fetch(`${url}/constructor`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(405);
  });

  test("shows metrics under controller-runtime's names", async () => {
    const registry = new Registry();
    const clock = new FakeClock();
    const observer = createControllerMetrics(registry)('job', 2);
    const metrics = createQueueMetrics(registry);
    const queue = new WorkQueue({ clock, observer: metrics.observer('job') });
    metrics.watch('job', queue);
    queue.add('a');
    queue.add('b');
    await queue.take();
    await clock.advance(3_000);
    observer.started();
    observer.finished({ outcome: 'timeout', seconds: 1, defect: false });
    const url = await start({ registry });
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const line of [
      'workqueue_depth{name="job",controller="job"} 1',
      'workqueue_adds_total{name="job",controller="job"} 2',
      'workqueue_unfinished_work_seconds{name="job",controller="job"} 3',
      'workqueue_longest_running_processor_seconds{name="job",controller="job"} 3',
      'controller_runtime_reconcile_total{controller="job",result="error"} 1',
      'controller_runtime_reconcile_errors_total{controller="job"} 1',
      'controller_runtime_reconcile_timeouts_total{controller="job"} 1',
      'controller_runtime_reconcile_panics_total{controller="job"} 0',
      'controller_runtime_active_workers{controller="job"} 0',
      'controller_runtime_max_concurrent_reconciles{controller="job"} 2',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });
});
