import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { QueueObserver } from '../queue/queue-observer.ts';
import type { WorkQueue } from '../queue/work-queue.ts';

/** Powers of ten from 10 ns, as client-go has them. */
const buckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];

/** Metrics of work queues under client-go's names. */
export interface QueueMetrics {
  observer(name: string): QueueObserver;
  /** Show the queue's depth and the work under way at every scrape. */
  watch(name: string, queue: Pick<WorkQueue, 'depth' | 'runningSeconds'>): void;
}

/** Register the metrics. */
export function createQueueMetrics(registry: Registry): QueueMetrics {
  const labelNames = ['name', 'controller'] as const;
  const shared = { labelNames, registers: [registry] };
  const queues = new Map<string, Pick<WorkQueue, 'depth' | 'runningSeconds'>>();
  const gauge = (name: string, help: string, valueOf: (queue: Pick<WorkQueue, 'depth' | 'runningSeconds'>) => number) =>
    new Gauge({
      name: `workqueue_${name}`,
      help,
      ...shared,
      collect() {
        for (const [queueName, queue] of queues) this.set(labelsOf(queueName), valueOf(queue));
      },
    });
  gauge('depth', 'Keys ready to be worked on', (queue) => queue.depth);
  gauge('unfinished_work_seconds', 'Seconds of work under way', (queue) =>
    queue.runningSeconds().reduce((sum, seconds) => sum + seconds, 0),
  );
  gauge('longest_running_processor_seconds', 'Seconds of the longest work under way', (queue) =>
    queue.runningSeconds().reduce((longest, seconds) => Math.max(longest, seconds), 0),
  );
  const adds = new Counter({ name: 'workqueue_adds_total', help: 'Keys added', ...shared });
  const retries = new Counter({ name: 'workqueue_retries_total', help: 'Keys added after a failure', ...shared });
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'Time a key is ready before it is worked on',
    buckets,
    ...shared,
  });
  const worked = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'Time a key is worked on',
    buckets,
    ...shared,
  });
  return {
    observer: (name) => ({
      added: () => adds.inc(labelsOf(name)),
      retried: () => retries.inc(labelsOf(name)),
      taken: (seconds) => waited.observe(labelsOf(name), seconds),
      finished: (seconds) => worked.observe(labelsOf(name), seconds),
    }),
    watch: (name, queue) => void queues.set(name, queue),
  };
}

function labelsOf(name: string): { name: string; controller: string } {
  return { name, controller: name };
}
