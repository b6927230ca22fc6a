import { forbiddenRequest } from '../errors/index.ts';
import { objectsIn, specOf, textAt } from '../kinds/builtin/fields.ts';
import { pod } from '../kinds/builtin/pod.ts';
import { serviceAccount } from '../kinds/builtin/service-account.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { cloneJson } from '../object/kube-object.ts';
import type { Admission, AdmissionRequest } from '../rest/dependencies.ts';
import { generateName } from '../rest/generate-name.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
/** An hour and a little, by which nodes know that it may be renewed earlier. */
const EXPIRATION_SECONDS = 3607;
const FILE_MODE = 0o644;

/** Each pod runs as an account there is, by default its namespace's `default`, and finds that one's token (admission plugin ServiceAccount). */
export function serviceAccountAdmission(store: Store): Admission {
  return {
    mutate: async (request) => {
      const { resource, operation, subresource, object } = request;
      if (resource !== pod || operation !== 'CREATE' || subresource !== '' || !object) return;
      const spec = specOf(object);
      const name = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
      const account = await findAccount(store, request, name);
      spec['serviceAccountName'] = name;
      if (objectsIn(spec['imagePullSecrets']).length === 0 && objectsIn(account['imagePullSecrets']).length > 0) {
        spec['imagePullSecrets'] = cloneJson(account['imagePullSecrets']);
      }
      if ((spec['automountServiceAccountToken'] ?? account['automountServiceAccountToken'] ?? true) === true) {
        mountToken(spec);
      }
      request.complete(object);
    },
  };
}

async function findAccount(store: Store, { namespace, name }: AdmissionRequest, account: string): Promise<KubeObject> {
  const record = await store.get(objectKey(serviceAccount, namespace, account));
  if (record) return decodeRecord(record);
  const cause = `error looking up service account ${namespace}/${account}: serviceaccount ${JSON.stringify(account)} not found`;
  throw forbiddenRequest({ group: '', resource: 'pods' }, name, cause);
}

function mountToken(spec: JsonObject): void {
  const containers = ['initContainers', 'containers'].flatMap((list) => objectsIn(spec[list]));
  const without = containers.filter(
    ({ volumeMounts }) => !objectsIn(volumeMounts).some(({ mountPath }) => mountPath === MOUNT_PATH),
  );
  if (without.length === 0) return;
  const volumes = objectsIn(spec['volumes']);
  const existing = volumes.map((volume) => textAt(volume, 'name')).find((name) => name.startsWith(VOLUME_PREFIX));
  const name = existing ?? generateName(VOLUME_PREFIX);
  if (existing === undefined) spec['volumes'] = [...volumes, { name, projected: tokenFiles() }];
  for (const container of without) {
    const mount = { name, mountPath: MOUNT_PATH, readOnly: true };
    container['volumeMounts'] = [...objectsIn(container['volumeMounts']), mount];
  }
}

const tokenFiles = (): JsonObject => ({
  defaultMode: FILE_MODE,
  sources: [
    { serviceAccountToken: { expirationSeconds: EXPIRATION_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
});
