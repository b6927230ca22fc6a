import type { KubernetesListObject, KubernetesObject } from '@kubernetes/client-node';
import { CustomObjectsApi, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { AppsV1Api, CoreV1Api } from '@kubernetes/client-node';
import type { SoakKind } from '../../soak/soak-kinds.ts';
import { pathOf } from '../../soak/soak-kinds.ts';
import type { Told } from '../../soak/told.ts';

const RESTART_MS = 500;
const NAME = 'client-node';

type Lister = () => Promise<KubernetesListObject<KubernetesObject>>;

const keyOf = ({ metadata }: KubernetesObject): string => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;

/**
 * Follows the kinds with the informers of @kubernetes/client-node.
 * @returns the way to have their caches told
 */
export function startClientNodeInformers(
  server: string,
  kinds: readonly SoakKind[],
  tell: (told: Told) => void,
): () => void {
  const config = new KubeConfig();
  // client-node refuses plain HTTP unless it may skip the verification that HTTP has not.
  config.loadFromClusterAndUser({ name: 'soak', server, skipTLSVerify: true }, { name: 'soak' });
  const informers = kinds.map((kind) => startInformer(config, kind, tell));
  return () => informers.forEach((told) => told());
}

function startInformer(config: KubeConfig, kind: SoakKind, tell: (told: Told) => void): () => void {
  const { plural } = kind;
  const informer = makeInformer<KubernetesObject>(config, pathOf(kind), listerOf(config, kind));
  const on = (type: 'added' | 'updated' | 'deleted') => (object: KubernetesObject) =>
    tell({ informer: NAME, kind: plural, type, key: keyOf(object), version: object.metadata?.resourceVersion ?? '' });
  informer.on('add', on('added'));
  informer.on('update', on('updated'));
  informer.on('delete', on('deleted'));
  const start = (): void => void informer.start().catch(again);
  const again = (error: unknown): void => {
    tell({ informer: NAME, kind: plural, restart: String(error) });
    setTimeout(start, RESTART_MS);
  };
  // Any error but a version that is gone stops the informer; starting it again is its users' business.
  informer.on('error', again);
  start();
  return () => {
    const entries = informer.list().map((object) => [keyOf(object), object.metadata?.resourceVersion ?? '']);
    tell({ informer: NAME, kind: plural, cache: Object.fromEntries(entries) as Record<string, string> });
  };
}

function listerOf(config: KubeConfig, { plural, group, version }: SoakKind): Lister {
  if (plural === 'configmaps') return () => config.makeApiClient(CoreV1Api).listConfigMapForAllNamespaces();
  if (plural === 'deployments') return () => config.makeApiClient(AppsV1Api).listDeploymentForAllNamespaces();
  const custom = config.makeApiClient(CustomObjectsApi);
  return () => custom.listClusterCustomObject({ group, version, plural }) as ReturnType<Lister>;
}
