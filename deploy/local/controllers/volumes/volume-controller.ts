import path from 'node:path';
import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isAlreadyExists, isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { mappedFrom } from '../../../../operator/kit/controller/source.ts';
import type { ResourceRef } from '../../../../resources/kind.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import type { Pod } from '../objects/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../objects/storage.ts';
import { doomFolder, removeDoomed } from './doomed-folders.ts';
import { isOwnFolder, LOCAL_CLASS } from './local-volume.ts';
import { CLAIM_FINALIZER, planVolumes, VOLUME_FINALIZER, type VolumeStep } from './plan-volumes.ts';
import { removeTree } from './remove-tree.ts';

const STORAGE_CLASSES: ResourceRef = {
  group: 'storage.k8s.io',
  version: 'v1',
  plural: 'storageclasses',
  kind: 'StorageClass',
  namespaced: false,
};

/** The one key: claims, volumes and pods are judged together. */
const everything = (): string[] => ['all'];

/** Stands in for the volume binder, the provisioner and the protection controllers: claims become folders below `<stateDir>/volumes`. */
export function volumeController({ client, informers, stateDir, reclaimPolicy, log }: ClusterDeps): ControllerSpec {
  const claims = informers.of<PersistentVolumeClaim>(core.persistentVolumeClaims);
  const volumes = informers.of<PersistentVolume>(core.persistentVolumes);
  const pods = informers.of<Pod>(core.pods);
  const root = path.join(stateDir, 'volumes');
  removeDoomed(root).catch((error: unknown) => log.warn({ err: error }, 'deleted volumes still take up space'));
  return {
    sources: [
      mappedFrom(claims, everything),
      mappedFrom(volumes, everything),
      mappedFrom(pods, (pod) => (usesClaim(pod) ? everything() : [])),
    ],
    async reconcile() {
      const state = { claims: claims.list(), volumes: volumes.list(), pods: pods.list(), root, policy: reclaimPolicy };
      for (const step of planVolumes(state)) {
        await write(client, step, root).catch((error: unknown) => {
          // The cache was behind: the change that made it so comes as an event of its own.
          if (!isNotFound(error) && !isConflict(error)) throw error;
        });
      }
    },
  };
}

/** Makes the default StorageClass; one of that name, from an earlier version perhaps, is taught to let claims grow. */
export async function ensureLocalClass(client: KubernetesClient, reclaimPolicy: 'Delete' | 'Retain'): Promise<void> {
  await client
    .create<StorageClass>(STORAGE_CLASSES, { ...LOCAL_CLASS, reclaimPolicy })
    .catch(async (error: unknown) => {
      if (!isAlreadyExists(error)) throw error;
      const { metadata, allowVolumeExpansion } = LOCAL_CLASS;
      const body = { allowVolumeExpansion };
      await client.patch(STORAGE_CLASSES, { name: metadata.name }, { type: 'merge', body });
    });
}

const usesClaim = (pod: Pod): boolean => pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim) ?? false;

async function write(client: KubernetesClient, step: VolumeStep, root: string): Promise<void> {
  switch (step.do) {
    case 'provision':
      await client.create(core.persistentVolumes, step.volume).catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
      return;
    case 'bind':
      return patchClaim(client, step.claim, {
        metadata: {
          annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' },
        },
        spec: { volumeName: step.volume.metadata.name },
      });
    case 'reserve': {
      const { name, namespace, uid } = step.claim.metadata;
      const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid };
      return patchVolume(client, step.volume, { spec: { claimRef } });
    }
    case 'grow':
      return patchVolume(client, step.volume, { spec: { capacity: { storage: step.storage } } });
    case 'claimPhase':
      return patchClaim(client, step.claim, { status: claimStatus(step.phase, step.volume) }, 'status');
    case 'volumePhase':
      return patchVolume(client, step.volume, { status: { phase: step.phase } }, 'status');
    case 'unprotectClaim':
      return patchClaim(client, step.claim, without(step.claim, CLAIM_FINALIZER));
    case 'unprotectVolume':
      return patchVolume(client, step.volume, without(step.volume, VOLUME_FINALIZER));
    case 'reclaim':
      return reclaim(client, step.volume, root);
  }
}

function claimStatus(phase: string, volume: PersistentVolume | undefined): Record<string, unknown> {
  const { accessModes, capacity } = volume?.spec ?? {};
  return { phase, ...(accessModes && { accessModes }), ...(capacity && { capacity }) };
}

/** With the resourceVersion, so that a finalizer set meanwhile is not lost. */
function without({ metadata }: PersistentVolume | PersistentVolumeClaim, finalizer: string): unknown {
  const finalizers = (metadata.finalizers ?? []).filter((name) => name !== finalizer);
  return { metadata: { resourceVersion: metadata.resourceVersion, finalizers } };
}

async function patchClaim(
  client: KubernetesClient,
  { metadata }: PersistentVolumeClaim,
  body: unknown,
  subresource?: 'status',
): Promise<void> {
  const key = { namespace: metadata.namespace, name: metadata.name };
  await client.patch(core.persistentVolumeClaims, key, { type: 'merge', body, ...(subresource && { subresource }) });
}

async function patchVolume(
  client: KubernetesClient,
  { metadata }: PersistentVolume,
  body: unknown,
  subresource?: 'status',
): Promise<void> {
  await client.patch(
    core.persistentVolumes,
    { name: metadata.name },
    { type: 'merge', body, ...(subresource && { subresource }) },
  );
}

/** Deletes data for good, so the claim is looked up once more: a cache that is behind must not cost a mirror. */
async function reclaim(client: KubernetesClient, volume: PersistentVolume, root: string): Promise<void> {
  const { name = '', namespace, uid } = volume.spec.claimRef ?? {};
  const claim = await client.get(core.persistentVolumeClaims, { namespace, name }).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  const folder = volume.spec.hostPath?.path;
  if (claim?.metadata.uid === uid || folder === undefined || !isOwnFolder(volume, root)) return;
  const doomed = await doomFolder(root, folder, volume.metadata.uid ?? '');
  await client.delete(core.persistentVolumes, { name: volume.metadata.name });
  await removeTree(doomed);
}
