import type { Container } from '../../controllers/objects/pod.ts';
import type {
  ConfigMapSource,
  DownwardSource,
  KeyToPath,
  PodVolume,
  ProjectedSource,
} from '../../controllers/objects/pod-volume.ts';
import { fieldValue, resourceValue, type PodFacts } from '../container/field-path.ts';
import type { KeyValues, ObjectReader } from './object-reader.ts';
import type { VolumeFile, VolumeFiles } from './write-volume.ts';

/** Kubernetes' reason FailedMount: the pod waits until what the volume names exists. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}

/** Asks for a service account token; the same request is answered from memory until 80 % of its life are over. */
export type TokenSource = (request: { audience?: string; expirationSeconds?: number }) => Promise<string>;

/** What the content of volumes is made from. */
export interface VolumeInputs {
  readonly facts: PodFacts;
  readonly objects: ObjectReader;
  readonly token: TokenSource;
}

type Entries = [string, VolumeFile][];

const DEFAULT_MODE = 0o644;
// Without mount namespaces only the mode keeps other users of this host out.
const ownerOnly = (mode: number): number => mode & 0o700;

/**
 * The files of a configMap, secret, downwardAPI or projected volume; undefined for any other kind.
 * @throws VolumeError when something that is not optional is missing
 */
export async function volumeFiles(volume: PodVolume, inputs: VolumeInputs): Promise<VolumeFiles | undefined> {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return new Map(await configMapFiles(configMap, configMap.defaultMode ?? DEFAULT_MODE, inputs));
  if (secret) {
    const source = { ...secret, ...(secret.secretName !== undefined && { name: secret.secretName }) };
    return new Map(await secretFiles(source, secret.defaultMode ?? DEFAULT_MODE, inputs));
  }
  if (downwardAPI) return new Map(downwardFiles(downwardAPI, downwardAPI.defaultMode ?? DEFAULT_MODE, inputs.facts));
  if (!projected) return undefined;
  const parts = (projected.sources ?? []).map((source) =>
    projectedFiles(source, projected.defaultMode ?? DEFAULT_MODE, inputs),
  );
  return new Map((await Promise.all(parts)).flat());
}

async function projectedFiles(source: ProjectedSource, mode: number, inputs: VolumeInputs): Promise<Entries> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (configMap) return configMapFiles(configMap, mode, inputs);
  if (secret) return secretFiles(secret, mode, inputs);
  if (downwardAPI) return downwardFiles(downwardAPI, mode, inputs.facts);
  if (!serviceAccountToken) return [];
  const token = await inputs.token(serviceAccountToken);
  return [[serviceAccountToken.path, { data: Buffer.from(token), mode: ownerOnly(mode) }]];
}

async function configMapFiles(source: ConfigMapSource, mode: number, { objects }: VolumeInputs): Promise<Entries> {
  const name = source.name ?? '';
  return pick(source, await objects.configMap(name), `configmap "${name}"`, mode);
}

async function secretFiles(source: ConfigMapSource, mode: number, { objects }: VolumeInputs): Promise<Entries> {
  const name = source.name ?? '';
  const entries = pick(source, await objects.secret(name), `secret "${name}"`, mode);
  return entries.map(([path, file]) => [path, { ...file, mode: ownerOnly(file.mode) }]);
}

function pick(source: ConfigMapSource, values: KeyValues | undefined, what: string, mode: number): Entries {
  const optional = source.optional === true;
  if (!values && !optional) throw new VolumeError(`${what} not found`);
  const all = [...(values?.keys() ?? [])].map((key): KeyToPath => ({ key, path: key }));
  return (source.items ?? all).flatMap((item): Entries => {
    const data = values?.get(item.key);
    if (!data && !optional) throw new VolumeError(`${what} has no key "${item.key}"`);
    return data ? [[item.path, { data, mode: item.mode ?? mode }]] : [];
  });
}

function downwardFiles(source: DownwardSource, mode: number, facts: PodFacts): Entries {
  return (source.items ?? []).map((item) => {
    const data = Buffer.from(downwardValue(item, facts));
    return [item.path, { data, mode: item.mode ?? mode }];
  });
}

function downwardValue(item: NonNullable<DownwardSource['items']>[number], facts: PodFacts): string {
  if (item.fieldRef) return fieldValue(item.fieldRef.fieldPath, facts);
  const { containerName, resource = '', divisor = '1' } = item.resourceFieldRef ?? {};
  const container: Container | undefined = facts.pod.spec.containers.find(({ name }) => name === containerName);
  if (!container) throw new VolumeError(`resourceFieldRef names the unknown container "${containerName ?? ''}"`);
  return resourceValue(container, resource, divisor, facts.capacity);
}
