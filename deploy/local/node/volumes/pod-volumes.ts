import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import type { Container, Pod } from '../../controllers/objects/pod.ts';
import type { PodVolume } from '../../controllers/objects/pod-volume.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../controllers/objects/storage.ts';
import type { Mount } from '../container/translate-paths.ts';
import type { PodFolder } from '../pod/pod-folder.ts';
import { serviceAccountFiles } from './service-account-files.ts';
import { volumeFiles, VolumeError, type VolumeInputs } from './volume-files.ts';
import { writeVolume } from './write-volume.ts';

export interface PodVolumesDeps {
  readonly client: KubernetesClient;
  readonly pod: Pod;
  readonly folder: PodFolder;
  readonly inputs: VolumeInputs;
  readonly apiServer: { readonly url: string; readonly ca: string };
}

/** The volumes of one pod as folders of this host. */
export class PodVolumes {
  readonly #deps: PodVolumesDeps;
  readonly #hostPaths = new Map<string, string>();

  constructor(deps: PodVolumesDeps) {
    this.#deps = deps;
  }

  /** Makes all volumes, or brings their content up to date. @throws VolumeError when something is missing */
  async prepare(): Promise<void> {
    const { pod, folder } = this.#deps;
    await mkdir(folder.volumes, { recursive: true, mode: 0o700 });
    for (const volume of pod.spec.volumes ?? []) this.#hostPaths.set(volume.name, await this.#prepareOne(volume));
    if (this.hasServiceAccount) await this.#writeServiceAccount();
  }

  /** Whether the pod gets a token, from `automountServiceAccountToken`. */
  get hasServiceAccount(): boolean {
    return this.#deps.pod.spec.automountServiceAccountToken !== false;
  }

  /** Path of the pod's kubeconfig. */
  get kubeconfig(): string {
    return path.join(this.#deps.folder.serviceAccount, 'kubeconfig');
  }

  /** Where a container's mounts lie; `subPath` is a file or folder inside the volume. */
  async mounts(container: Container): Promise<Mount[]> {
    const mounts: Mount[] = [];
    for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
      const root = this.#hostPaths.get(name);
      if (root === undefined) throw new VolumeError(`container ${container.name} mounts the unknown volume "${name}"`);
      mounts.push({ mountPath, hostPath: subPath ? await inside(root, subPath) : root });
    }
    return mounts;
  }

  async #prepareOne(volume: PodVolume): Promise<string> {
    if (volume.hostPath) return prepareHostPath(volume.hostPath);
    if (volume.persistentVolumeClaim) return this.#claimFolder(volume.persistentVolumeClaim.claimName);
    const own = path.join(this.#deps.folder.volumes, volume.name);
    const files = await volumeFiles(volume, this.#deps.inputs);
    if (files) await writeVolume(own, files);
    else if (volume.emptyDir) await mkdir(own, { recursive: true, mode: 0o700 });
    else throw new VolumeError(`volume "${volume.name}" is of a kind that the local node does not have`);
    return own;
  }

  async #claimFolder(claimName: string): Promise<string> {
    const { client, pod } = this.#deps;
    const key = { namespace: pod.metadata.namespace, name: claimName };
    const claim = await client.get<PersistentVolumeClaim>(core.persistentVolumeClaims, key).catch((error: unknown) => {
      if (isNotFound(error)) throw new VolumeError(`persistentvolumeclaim "${claimName}" not found`);
      throw error;
    });
    const name = claim.spec.volumeName;
    if (!name || claim.status?.phase !== 'Bound')
      throw new VolumeError(`persistentvolumeclaim "${claimName}" is not bound yet`);
    const volume = await client.get<PersistentVolume>(core.persistentVolumes, { name });
    if (!volume.spec.hostPath) throw new VolumeError(`volume "${name}" is not a folder of this host`);
    return prepareHostPath({ type: 'DirectoryOrCreate', ...volume.spec.hostPath });
  }

  async #writeServiceAccount(): Promise<void> {
    const { pod, folder, inputs, apiServer } = this.#deps;
    const token = await inputs.token({});
    const namespace = pod.metadata.namespace ?? 'default';
    await writeVolume(
      folder.serviceAccount,
      serviceAccountFiles({ folder: folder.serviceAccount, token, namespace, apiServer }),
    );
  }
}

async function prepareHostPath({ path: folder, type = '' }: { path: string; type?: string }): Promise<string> {
  if (type === 'DirectoryOrCreate') await mkdir(folder, { recursive: true });
  return folder;
}

async function inside(root: string, subPath: string): Promise<string> {
  const target = path.resolve(root, subPath);
  if (path.isAbsolute(subPath) || path.relative(root, target).startsWith('..')) {
    throw new VolumeError(`subPath "${subPath}" leaves its volume`);
  }
  // A subPath that names a file of a configMap exists already; any other is a folder to be made.
  await mkdir(target, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return target;
}
