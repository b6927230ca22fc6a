import { core } from '../../../../kubernetes/core-resources.ts';
import type { Enqueue, Source } from '../../../../operator/kit/controller/source.ts';
import { createInformer } from '../../../../operator/kit/cache/informer.ts';
import { clusterListWatch } from '../../../../operator/kit/cache/list-watch.ts';
import { systemClock } from '../../../../operator/kit/clock.ts';
import { apiVersion, type KubernetesObject, type ResourceRef } from '../../../../resources/kind.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import { isCollected } from './collected-kinds.ts';
import { writeStep } from './collector-writer.ts';
import { discoverKinds } from './discover-kinds.ts';
import { KindWatcher } from './kind-watcher.ts';
import { collect, OwnershipGraph } from './ownership-graph.ts';

/** Key that stands for "look again which kinds there are"; no uid looks like it. */
const DISCOVER = 'discover';
const UNSYNCED_MS = 100;
/** A new CustomResourceDefinition is served a moment after it has appeared. */
const DISCOVER_AGAIN_MS = 2_000;

/** Stands in for the garbage collector: background, foreground and orphan deletion by owner references. */
export function garbageCollector({ client, log }: ClusterDeps, signal: AbortSignal): ControllerSpec {
  const graph = new OwnershipGraph();
  let enqueue: Enqueue = () => undefined;
  let kinds: readonly ResourceRef[] = [];
  const again = (uids: readonly string[]): void => uids.forEach((uid) => enqueue(uid, 'normal'));
  const watcher = new KindWatcher(client, log, {
    onPut: (object) => again(graph.put(object)),
    onRemove: (uid) => again(graph.remove(uid)),
  });
  const lookup = (version: string, kind: string): ResourceRef | undefined =>
    kinds.find((candidate) => candidate.kind === kind && sameGroup(apiVersion(candidate), version));
  const discover = async (): Promise<void> => {
    const found = await discoverKinds(client);
    kinds = found;
    watcher.follow(found.filter(isCollected), signal);
  };
  return {
    concurrency: 4,
    sources: [queueSource((add) => (enqueue = add)), definitionsSource(client, log, signal)],
    async reconcile(key) {
      if (key === DISCOVER) return discover();
      if (!watcher.hasSynced) return { requeueAfterMs: UNSYNCED_MS };
      const object = graph.get(key);
      for (const step of object ? collect(object, graph) : []) await writeStep(client, step, lookup);
      return;
    },
  };
}

/** Versions of one group serve the same objects. */
const sameGroup = (a: string, b: string): boolean => groupOf(a) === groupOf(b);
const groupOf = (version: string): string => (version.includes('/') ? (version.split('/')[0] ?? '') : '');

/** Hands the queue's entrance out, and asks for a first look at the kinds. */
function queueSource(take: (enqueue: Enqueue) => void): Source {
  return {
    hasSynced: () => true,
    attach(enqueue) {
      take(enqueue);
      enqueue(DISCOVER, 'normal');
      return () => take(() => undefined);
    },
  };
}

/** Looks at the kinds again whenever a CustomResourceDefinition comes or goes. */
function definitionsSource(client: ClusterDeps['client'], logger: ClusterDeps['log'], signal: AbortSignal): Source {
  const transform = ({ apiVersion: version, kind, metadata }: KubernetesObject): KubernetesObject => ({
    apiVersion: version,
    kind,
    metadata: {
      name: metadata.name,
      ...(metadata.uid !== undefined && { uid: metadata.uid }),
      resourceVersion: metadata.resourceVersion ?? '',
    },
  });
  const source = clusterListWatch<KubernetesObject>(client, core.customResourceDefinitions);
  const informer = createInformer({ source, clock: systemClock, logger, transform });
  return {
    hasSynced: () => informer.hasSynced,
    attach(enqueue) {
      void informer.run(signal);
      return informer.onEvent((event) => {
        if (event.type === 'updated') return;
        enqueue(DISCOVER, 'normal');
        systemClock.setTimer(DISCOVER_AGAIN_MS, () => enqueue(DISCOVER, 'normal'));
      });
    },
  };
}
