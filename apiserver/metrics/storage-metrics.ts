import { Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { groupResource } from '../errors/index.ts';
import type { Kinds } from '../kinds/kinds.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import { kindPrefix } from '../rest/object-key.ts';
import type { Store } from '../storage/index.ts';

/** How many objects of each kind are stored, counted when it is asked: -1 where the store does not answer. */
export function registerStorageMetrics(registry: Registry, { kinds, store }: { kinds: Kinds; store: Store }): void {
  const stored = new Gauge({
    name: 'apiserver_storage_objects',
    help: 'How many objects are stored, by resource; -1 if they could not be counted.',
    labelNames: ['resource'],
    registers: [registry],
    async collect() {
      stored.reset();
      const resources = kinds.stored().filter(({ verbs }) => verbs.includes('list'));
      await Promise.all(
        resources.map(async (resource) => {
          const count = await countOf(store, kindPrefix(resource)).catch(() => -1);
          stored.set({ resource: groupResource(groupResourceOf(resource)) }, count);
        }),
      );
    },
  });
}

async function countOf(store: Store, prefix: string): Promise<number> {
  const { records, remaining } = await store.list({ prefix, limit: 1 });
  return records.length + remaining;
}

/** @returns what to tell of every commit of the file store, in seconds */
export function registerCommitMetrics(registry: Registry): (seconds: number) => void {
  const seconds = new Histogram({
    name: 'durasync_file_store_commit_duration_seconds',
    help: 'How long commits of the file store took, in seconds, with the sync of the disk.',
    buckets: [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2],
    registers: [registry],
  });
  return (value) => seconds.observe(value);
}
