import { pino } from 'pino';
import { createKubernetesClient } from '../../kubernetes/create-kubernetes-client.ts';
import { createInformer, clusterListWatch, systemClock, keyOf } from '../../operator/kit/index.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import type { SoakKind } from './soak-kinds.ts';
import type { Told } from './told.ts';

const NAME = 'kit';

/**
 * Follows the kinds with the operator kit's informers.
 * @returns the way to have their caches told
 */
export function startKitInformers(
  kubeconfig: string,
  kinds: readonly SoakKind[],
  tell: (told: Told) => void,
): () => void {
  const client = createKubernetesClient({ kubeconfig });
  const logger = pino({ level: 'silent' });
  const signal = new AbortController().signal;
  const informers = kinds.map((kind) => {
    const ref = { ...kind, namespaced: true };
    const informer = createInformer<KubernetesObject>({
      source: clusterListWatch(client, ref),
      clock: systemClock,
      logger,
    });
    informer.onEvent((event) => {
      const isGone = event.type === 'deleted' && event.finalStateUnknown;
      const version = isGone ? '' : (event.object.metadata.resourceVersion ?? '');
      tell({
        informer: NAME,
        kind: kind.plural,
        type: isGone ? 'gone' : event.type,
        key: keyOf(event.object),
        version,
      });
    });
    void informer.run(signal);
    return { kind, informer };
  });
  return () => {
    for (const { kind, informer } of informers) {
      const entries = informer.list().map((object) => [keyOf(object), object.metadata.resourceVersion ?? '']);
      tell({ informer: NAME, kind: kind.plural, cache: Object.fromEntries(entries) as Record<string, string> });
    }
  };
}
