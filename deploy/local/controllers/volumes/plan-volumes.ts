import type { Pod } from '../objects/pod.ts';
import { isFinished } from '../objects/pod-conditions.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../objects/storage.ts';
import { isMadeHere, isOwnFolder, localVolume, LOCAL_CLASS, volumeName } from './local-volume.ts';

export const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
export const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** One write that brings claims and volumes closer to each other. */
export type VolumeStep =
  | { readonly do: 'provision'; readonly volume: PersistentVolume }
  /** Write the volume's name into the claim. */
  | { readonly do: 'bind'; readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }
  /** Write the claim's uid into a volume that names the claim. */
  | { readonly do: 'reserve'; readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }
  /** Write the size that the claim asks for into the volume: a folder has room for it at once. */
  | { readonly do: 'grow'; readonly volume: PersistentVolume; readonly storage: string }
  | {
      readonly do: 'claimPhase';
      readonly claim: PersistentVolumeClaim;
      readonly volume?: PersistentVolume;
      readonly phase: 'Bound' | 'Lost';
    }
  | {
      readonly do: 'volumePhase';
      readonly volume: PersistentVolume;
      readonly phase: 'Available' | 'Bound' | 'Released';
    }
  | { readonly do: 'unprotectClaim'; readonly claim: PersistentVolumeClaim }
  | { readonly do: 'unprotectVolume'; readonly volume: PersistentVolume }
  /** Delete the data, then the volume: only after the claim has been looked up afresh. */
  | { readonly do: 'reclaim'; readonly volume: PersistentVolume };

/** Everything the plan depends on. */
export interface VolumeState {
  readonly claims: readonly PersistentVolumeClaim[];
  readonly volumes: readonly PersistentVolume[];
  readonly pods: readonly Pod[];
  /** Folder of the volumes made here. */
  readonly root: string;
  /** Reclaim policy of the default StorageClass. */
  readonly policy: 'Delete' | 'Retain';
}

/** All writes that are due now; the state they lead to may call for more. */
export function planVolumes(state: VolumeState): VolumeStep[] {
  return [
    ...state.claims.flatMap((claim) =>
      claim.metadata.deletionTimestamp ? endClaim(claim, state) : planClaim(claim, state),
    ),
    ...state.volumes.flatMap((volume) => planVolume(volume, state)),
  ];
}

/** Finished pods no longer use their claims. */
function isUsed(claim: PersistentVolumeClaim, pods: readonly Pod[]): boolean {
  return pods.some(
    (pod) =>
      pod.metadata.namespace === claim.metadata.namespace &&
      !isFinished(pod) &&
      pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claim.metadata.name),
  );
}

function endClaim(claim: PersistentVolumeClaim, { pods }: VolumeState): VolumeStep[] {
  const guarded = claim.metadata.finalizers?.includes(CLAIM_FINALIZER) ?? false;
  return guarded && !isUsed(claim, pods) ? [{ do: 'unprotectClaim', claim }] : [];
}

function namesClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const ref = volume.spec.claimRef;
  if (ref?.name !== claim.metadata.name || ref?.namespace !== claim.metadata.namespace) return false;
  return ref?.uid === undefined || ref.uid === claim.metadata.uid;
}

function planClaim(claim: PersistentVolumeClaim, { volumes, root, policy }: VolumeState): VolumeStep[] {
  const wanted = claim.spec.volumeName;
  if (wanted) {
    const volume = volumes.find(({ metadata }) => metadata.name === wanted);
    if (!volume) return claim.status?.phase === 'Bound' ? [{ do: 'claimPhase', claim, phase: 'Lost' }] : [];
    return settle(claim, volume);
  }
  const reserved = volumes.find((volume) => namesClaim(volume, claim));
  if (reserved) return [{ do: 'bind', claim, volume: reserved }];
  // A claim from before the default class existed has none at all; an empty name asks for a volume made by hand.
  const className = claim.spec.storageClassName ?? LOCAL_CLASS.metadata.name;
  if (className !== LOCAL_CLASS.metadata.name || claim.metadata.uid === undefined) return [];
  return [{ do: 'provision', volume: localVolume(claim, volumes, root, policy) }];
}

function settle(claim: PersistentVolumeClaim, volume: PersistentVolume): VolumeStep[] {
  const owner = volume.spec.claimRef;
  if (owner && !namesClaim(volume, claim)) return [];
  if (owner?.uid === undefined) return [{ do: 'reserve', claim, volume }];
  return settleSize(claim, volume);
}

/** A claim that asks for more than its volume has gets it; admission lets a claim only grow. */
function settleSize(claim: PersistentVolumeClaim, volume: PersistentVolume): VolumeStep[] {
  const capacity = volume.spec.capacity?.storage;
  const told = claim.status?.phase === 'Bound' && claim.status.capacity?.storage === capacity;
  if (!told) return [{ do: 'claimPhase', claim, volume, phase: 'Bound' }];
  const storage = claim.spec.resources?.requests?.storage;
  const grows = storage !== undefined && storage !== capacity && isMadeHere(volume);
  return grows ? [{ do: 'grow', volume, storage }] : [];
}

function volumePhase(
  volume: PersistentVolume,
  claims: readonly PersistentVolumeClaim[],
): 'Available' | 'Bound' | 'Released' {
  const owner = volume.spec.claimRef;
  if (owner?.uid === undefined) return 'Available';
  const claim = claims.find(({ metadata }) => metadata.uid === owner.uid);
  const { name } = volume.metadata;
  return claim && (claim.spec.volumeName === name || volumeName(claim) === name) ? 'Bound' : 'Released';
}

function planVolume(volume: PersistentVolume, { claims, root }: VolumeState): VolumeStep[] {
  const phase = volumePhase(volume, claims);
  const steps: VolumeStep[] = volume.status?.phase === phase ? [] : [{ do: 'volumePhase', volume, phase }];
  if (phase === 'Bound') return steps;
  if (volume.metadata.deletionTimestamp) {
    return volume.metadata.finalizers?.includes(VOLUME_FINALIZER) ? [{ do: 'unprotectVolume', volume }] : [];
  }
  const deletes = volume.spec.persistentVolumeReclaimPolicy === 'Delete' && isOwnFolder(volume, root);
  return phase === 'Released' && deletes ? [...steps, { do: 'reclaim', volume }] : steps;
}
