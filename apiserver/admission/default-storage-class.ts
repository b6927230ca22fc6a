import { specOf } from '../kinds/builtin/fields.ts';
import { persistentVolumeClaim } from '../kinds/builtin/persistent-volume-claim.ts';
import { storageClass } from '../kinds/builtin/storage-class.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { Admission } from '../rest/dependencies.ts';
import { kindPrefix } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';
const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** A claim that names no class gets the default one, the newest where there are several (admission plugin DefaultStorageClass). */
export function defaultStorageClass(store: Store): Admission {
  return {
    mutate: async ({ resource, operation, subresource, object }) => {
      if (resource !== persistentVolumeClaim || operation !== 'CREATE' || subresource !== '' || !object) return;
      const spec = specOf(object);
      // An empty name asks for no class.
      if (spec['storageClassName'] !== undefined || object.metadata.annotations?.[OLD_CLASS] !== undefined) return;
      const found = await findDefault(store);
      if (found) spec['storageClassName'] = found;
    },
  };
}

async function findDefault(store: Store): Promise<string | undefined> {
  const { records } = await store.list({ prefix: kindPrefix(storageClass) });
  const defaults = records
    .map((record) => decodeRecord(record))
    .filter(({ metadata }) => metadata.annotations?.[IS_DEFAULT] === 'true');
  return defaults.sort(byAge)[0]?.metadata.name;
}

/** The newest first, by name where they are of one second. */
function byAge({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number {
  const [created, other] = [a.creationTimestamp ?? '', b.creationTimestamp ?? ''];
  if (created !== other) return created < other ? 1 : -1;
  return (a.name ?? '') < (b.name ?? '') ? -1 : 1;
}
