import { pino } from 'pino';
import { Controller, forObjects } from '../../../operator/kit/index.ts';
import { until } from '../../support/until.ts';
import type { LoadClient } from '../apiserver/load-client.ts';
import { job, JOBS } from '../apiserver/objects.ts';
import { jobInformer } from './job-informer.ts';

const CHANGES = 50;
const NAME = 'reconciled';
const TIMEOUT_MS = 30_000;

/** Milliseconds from the sending of a change to the start of its reconcile, one change at a time. */
export async function reconcileLatencies(client: LoadClient, kubeconfig: string, rounds: number): Promise<number[]> {
  const informer = jobInformer(kubeconfig);
  const stop = new AbortController();
  let reconciled: (key: string) => void = () => undefined;
  const reconcile = async (key: string): Promise<void> => reconciled(key);
  const parts = { name: 'bench', logger: pino({ level: 'silent' }) };
  const controller = new Controller({ reconcile, sources: [forObjects(informer)] }, parts);
  const running = [informer.run(stop.signal), controller.run(stop.signal)];
  const path = `${JOBS}/${NAME}`;
  await client.call({ method: 'POST', path: JOBS, body: job(NAME) }).catch(() => undefined);
  await until('the cache and an empty queue', () => informer.hasSynced && controller.queue.depth === 0, TIMEOUT_MS);
  const latencies: number[] = [];
  for (let change = 0; change < rounds * CHANGES; change++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    reconciled = (key) => key.endsWith(`/${NAME}`) && resolve();
    const body = JSON.stringify({ metadata: { labels: { change: `${performance.now()}` } } });
    const startedAt = performance.now();
    await client.call({ method: 'PATCH', path, body, type: 'application/merge-patch+json' });
    await promise;
    latencies.push(performance.now() - startedAt);
  }
  stop.abort();
  await Promise.all(running);
  return latencies;
}
