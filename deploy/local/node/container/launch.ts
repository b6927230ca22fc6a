import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Container } from '../../controllers/objects/pod.ts';
import type { PodVolumes } from '../volumes/pod-volumes.ts';
import type { KeyValues, ObjectReader } from '../volumes/object-reader.ts';
import { containerCommand } from './container-command.ts';
import { containerEnvironment, environmentSources } from './container-environment.ts';
import type { PodFacts } from './field-path.ts';
import { imageName, type ImageTable } from './image-table.ts';
import { expandVariables } from './expand-variables.ts';
import { translatePaths, type Mount } from './translate-paths.ts';

/** A container made ready to start. */
export interface Launch {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The container's temporary folder on this host. */
  readonly scratch: string;
  /** Resolves variables and container paths in the commands of exec probes. */
  readonly resolve: (text: string) => string;
  /** Where the container's volumes lie. */
  readonly mounts: readonly Mount[];
}

export interface LaunchInputs {
  readonly facts: PodFacts;
  readonly volumes: PodVolumes;
  readonly objects: ObjectReader;
  readonly images: ImageTable;
  /** PATH of the containers. */
  readonly searchPath: string;
  /** Folder for the container's home and temporary files. */
  readonly folder: string;
}

/**
 * Resolves a container's command and environment. Only PATH comes from the host, nothing else.
 * @throws UnknownImageError, ContainerConfigError or VolumeError with what is missing
 */
export async function prepareLaunch(container: Container, inputs: LaunchInputs): Promise<Launch> {
  const { facts, volumes, images } = inputs;
  const mounts = await volumes.mounts(container);
  const declared = containerEnvironment(container, facts, await readSources(container, inputs.objects));
  const base = await baseEnvironment(inputs);
  const imageEnv = images[imageName(container.image ?? '')]?.env ?? {};
  const env = launchEnvironment({ ...base, ...imageEnv }, declared, mounts);
  const resolve = (text: string): string => translatePaths(expandVariables(text, declared), mounts);
  return {
    argv: containerCommand(container, images, declared, mounts),
    env,
    scratch: temporaryFolder(inputs),
    cwd: container.workingDir ? translatePaths(container.workingDir, mounts) : (base['HOME'] ?? '/'),
    resolve,
    mounts,
  };
}

/**
 * Variables of the process: the pod's own go before the host's. Only the pod's speak of container paths; the host's name
 * host folders, which may well begin like a mount path (`/tmp/…`).
 */
export function launchEnvironment(
  host: Readonly<Record<string, string>>,
  declared: ReadonlyMap<string, string>,
  mounts: readonly Mount[],
): Record<string, string> {
  const translated = [...declared].map(([name, value]) => [name, translatePaths(value, mounts)] as const);
  return { ...host, ...Object.fromEntries(translated) };
}

const temporaryFolder = ({ folder }: Pick<LaunchInputs, 'folder'>): string => path.join(folder, 'tmp');

async function baseEnvironment({ facts, volumes, folder, searchPath }: LaunchInputs): Promise<Record<string, string>> {
  const home = path.join(folder, 'home');
  const temporary = temporaryFolder({ folder });
  for (const directory of [home, temporary]) await mkdir(directory, { recursive: true, mode: 0o700 });
  return {
    PATH: searchPath,
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    HOSTNAME: facts.pod.metadata.name,
    ...(volumes.hasServiceAccount && { KUBECONFIG: volumes.kubeconfig }),
  };
}

async function readSources(
  container: Container,
  objects: ObjectReader,
): Promise<Parameters<typeof containerEnvironment>[2]> {
  const names = environmentSources(container);
  const readAll = async (
    list: readonly string[],
    read: (name: string) => Promise<KeyValues | undefined>,
  ): Promise<Map<string, Record<string, string>>> => {
    const found = new Map<string, Record<string, string>>();
    for (const name of list) {
      const values = await read(name);
      if (values) found.set(name, Object.fromEntries([...values].map(([key, value]) => [key, value.toString('utf8')])));
    }
    return found;
  };
  return {
    configMaps: await readAll(names.configMaps, (name) => objects.configMap(name)),
    secrets: await readAll(names.secrets, (name) => objects.secret(name)),
  };
}
