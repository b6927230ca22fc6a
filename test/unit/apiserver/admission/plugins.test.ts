import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admissionPlugins } from '../../../../apiserver/admission/plugins.ts';
import { FileStore } from '../../../../apiserver/storage/index.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let dir: string;
let server: OwnServer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-admission-'));
  const store = new FileStore(dir);
  const admission = admissionPlugins('ServiceAccount,StorageObjectInUseProtection', store);
  server = await startOwnServer({ store, admission });
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

const CORE = '/api/v1/namespaces/default';
const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
type Mount = { name: string; mountPath: string; readOnly?: boolean };
type Spec = {
  serviceAccountName: string;
  serviceAccount: string;
  volumes?: { name: string; projected?: object }[];
  containers: { volumeMounts?: Mount[] }[];
  imagePullSecrets?: object[];
};

async function createPod(name: string, spec: object = {}): Promise<{ status: number; spec: Spec; message: string }> {
  const pod = { metadata: { name }, spec: { containers: [{ name: 'main', image: 'busybox' }], ...spec } };
  const { status, body } = await server.request('POST', `${CORE}/pods`, pod);
  return { status, spec: body['spec'] as Spec, message: String(body['message']) };
}

const createAccount = (name: string, fields: object = {}) =>
  server.request('POST', `${CORE}/serviceaccounts`, { metadata: { name }, ...fields });

describe('ServiceAccount', () => {
  test('refuses a pod while its account is missing, by default that named default', async () => {
    const { status, message } = await createPod('early');
    expect(status).toBe(403);
    expect(message).toBe(
      'pods "early" is forbidden: error looking up service account default/default: serviceaccount "default" not found',
    );
    await createAccount('default');
    expect((await createPod('later')).spec).toMatchObject({ serviceAccountName: 'default', serviceAccount: 'default' });
  });

  test('mounts the token of the account in every container that has nothing there', async () => {
    await createAccount('worker', { imagePullSecrets: [{ name: 'registry' }] });
    const own = { name: 'own', mountPath: MOUNT };
    const { spec } = await createPod('mounted', {
      serviceAccountName: 'worker',
      volumes: [{ name: 'own', emptyDir: {} }],
      containers: [
        { name: 'main', image: 'busybox' },
        { name: 'other', image: 'busybox', volumeMounts: [own] },
      ],
    });
    const volume = spec.volumes?.at(1);
    expect(volume).toMatchObject({ name: expect.stringMatching(/^kube-api-access-\w{5}$/) });
    expect(volume?.projected).toMatchObject({ sources: [{ serviceAccountToken: { path: 'token' } }, {}, {}] });
    expect(spec.containers.map(({ volumeMounts }) => volumeMounts)).toEqual([
      [{ name: volume?.name, mountPath: MOUNT, readOnly: true }],
      [own],
    ]);
    expect(spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });

  test.each([
    ['the pod', {}, { automountServiceAccountToken: false }],
    ['the account', { automountServiceAccountToken: false }, {}],
  ])('mounts nothing where %s does not want it', async (who, account, spec) => {
    const name = who.replace(' ', '-');
    await createAccount(name, account);
    const { spec: created } = await createPod(name, { serviceAccountName: name, ...spec });
    expect(created.volumes).toBeUndefined();
    expect(created.containers[0]?.volumeMounts).toBeUndefined();
  });
});

const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const createClaim = async (name: string, spec: object = {}) =>
  (await server.request('POST', `${CORE}/persistentvolumeclaims`, { metadata: { name }, spec: { ...CLAIM, ...spec } }))
    .body as { metadata: { finalizers?: string[] }; spec: { storageClassName?: string } };

const createClass = (name: string, isDefault: boolean) =>
  server.request('POST', '/apis/storage.k8s.io/v1/storageclasses', {
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
    provisioner: 'example.org/none',
  });

test('StorageObjectInUseProtection puts its finalizer on claims and volumes, once', async () => {
  expect((await createClaim('kept')).metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
  const volume = {
    metadata: { name: 'kept', finalizers: ['kubernetes.io/pv-protection'] },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
  };
  const { body } = await server.request('POST', '/api/v1/persistentvolumes', volume);
  expect(body['metadata']).toMatchObject({ finalizers: ['kubernetes.io/pv-protection'] });
});

test('DefaultStorageClass names the default class where a claim names none', async () => {
  expect((await createClaim('early')).spec.storageClassName).toBeUndefined();
  await createClass('other', false);
  await createClass('standard', true);
  expect((await createClaim('unnamed')).spec.storageClassName).toBe('standard');
  expect((await createClaim('named', { storageClassName: 'other' })).spec.storageClassName).toBe('other');
  expect((await createClaim('none', { storageClassName: '' })).spec.storageClassName).toBe('');
});

test('a plugin that there is not is refused by name', () => {
  expect(() => admissionPlugins('ServiceAccount,AlwaysPullImages', server.store)).toThrow(
    /"AlwaysPullImages" is none of/,
  );
});
