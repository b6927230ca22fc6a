import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { core } from '../../../kubernetes/core-resources.ts';
import { isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import type { KubernetesObject, ResourceRef } from '../../../resources/kind.ts';
import { isTrue } from '../../../deploy/local/controllers/objects/conditions.ts';
import type { Node } from '../../../deploy/local/controllers/objects/cluster.ts';
import type { EndpointSlice } from '../../../deploy/local/controllers/objects/network.ts';
import type { Pod } from '../../../deploy/local/controllers/objects/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../deploy/local/controllers/objects/storage.ts';
import type { Deployment, ReplicaSet } from '../../../deploy/local/controllers/objects/workload.ts';
import { until } from '../../support/until.ts';
import { startLocalCluster, type LocalCluster } from './local-cluster.ts';
import { deployment, pod } from './objects.ts';

let cluster: LocalCluster;
const namespace = 'demo';
const make = (ref: ResourceRef, object: KubernetesObject & Record<string, unknown>): Promise<KubernetesObject> =>
  cluster.client.create(ref, object);
const object = (
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
  metadata = {},
): KubernetesObject & Record<string, unknown> => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace, ...metadata },
  ...rest,
});

beforeAll(async () => {
  cluster = await startLocalCluster();
  await cluster.startNode();
  await make(core.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await until('the default service account', () =>
    cluster.client.get(core.serviceAccounts, { namespace, name: 'default' }),
  );
  await make(core.configMaps, object('ConfigMap', 'settings', { data: { GREETING: 'hello' } }));
  await make(core.secrets, object('Secret', 'login', { stringData: { password: 'hunter2' } }));
  await make(
    core.persistentVolumeClaims,
    object('PersistentVolumeClaim', 'data', {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }),
  );
});
afterAll(() => cluster?.stop());

const getPod = (name: string): Promise<Pod> => cluster.client.get<Pod>(core.pods, { namespace, name });
const webPods = async (): Promise<Pod[]> =>
  (await cluster.client.list<Pod>(core.pods, { namespace, labelSelector: 'app=web' })).items;
const isGone = (ref: ResourceRef, name: string): Promise<boolean> =>
  cluster.client.get(ref, { namespace, name }).then(() => false, isNotFound);

/** The one pod of the Deployment once it is ready. */
const readyPod = (not?: string): Promise<Pod> =>
  until('one ready pod', async () => {
    const [only, ...others] = await webPods();
    return others.length === 0 && only && only.metadata.name !== not && isTrue(only.status?.conditions, 'Ready')
      ? only
      : undefined;
  });

async function log(name: string, previous = false): Promise<string> {
  let text = '';
  for await (const chunk of cluster.client.podLog({ namespace, name }, { previous })) text += chunk;
  return text;
}

/** Numbers of all processes of containers that the given pod's files are named in, or of every container of this node. */
async function containerProcesses(): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found: number[] = [];
  for (const pid of pids) {
    const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environ.includes('DURASYNC_CONTAINER_ID=') && environ.includes(`HOME=${cluster.stateDir}/`)) found.push(pid);
  }
  return found;
}

describe('a Deployment', () => {
  test('becomes available and prints what its environment and volumes hold', async () => {
    await make(core.deployments, { ...deployment(namespace) });
    const ready = await readyPod();
    const available = await until('the Deployment to be available', async () => {
      const { metadata, status } = await cluster.client.get<Deployment>(core.deployments, { namespace, name: 'web' });
      return isTrue(status?.conditions, 'Available') && status?.observedGeneration === metadata.generation && status;
    });
    expect(available).toMatchObject({
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
    });
    expect(ready.status?.podIP).toMatch(/^127\.78\./);
    const text = await until(
      'the log',
      async () => (await log(ready.metadata.name)).includes('kubeconfig') && log(ready.metadata.name),
    );
    expect(text).toBe(
      `greeting=hello password=hunter2 image=yes file=hello pod=${ready.status?.podIP}\nhas kubeconfig\n`,
    );
    expect(await readFile(path.join(cluster.stateDir, 'volumes', namespace, 'data', 'runs'), 'utf8')).toBe('run\n');
  });

  test('is found through its Service', async () => {
    await make(
      core.services,
      object('Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } }),
    );
    const address = (await readyPod()).status?.podIP;
    const endpoints = await until('endpoints', async () => {
      const slice = await cluster.client.get<EndpointSlice>(core.endpointSlices, { namespace, name: 'web-local' });
      return slice.endpoints[0]?.conditions.ready === true && slice.endpoints;
    });
    expect(endpoints.map(({ addresses }) => addresses)).toEqual([[address]]);
  });

  test('a changed ConfigMap reaches the volume of a running pod', async () => {
    const uid = (await readyPod()).metadata.uid ?? '';
    await cluster.client.patch(
      core.configMaps,
      { namespace, name: 'settings' },
      { type: 'merge', body: { data: { GREETING: 'again' } } },
    );
    const file = path.join(cluster.stateDir, 'pods', uid, 'volumes', 'config', 'GREETING');
    await until('the new content', async () => (await readFile(file, 'utf8')) === 'again');
  });

  test('a killed process is started again and counted', async () => {
    const { name } = (await readyPod()).metadata;
    const [leader = 0] = await containerProcesses();
    process.kill(leader, 'SIGKILL');
    const status = await until('the restart', async () => {
      const [only] = (await getPod(name)).status?.containerStatuses ?? [];
      return only?.restartCount === 1 && only.ready && only;
    });
    expect(status.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
    expect(await log(name, true)).toContain('greeting=hello');
    expect(await until('the new log', async () => (await log(name)).includes('kubeconfig') && log(name))).toContain(
      'greeting=again',
    );
  });

  test('after SIGKILL of the node its pods run again under the next one, and nothing is left over', async () => {
    const before = await readyPod();
    const old = await containerProcesses();
    await cluster.killNode();
    await cluster.startNode();
    const again = await until('the pod to run again', async () => {
      const now = await getPod(before.metadata.name);
      const [only] = now.status?.containerStatuses ?? [];
      return (only?.restartCount ?? 0) > 1 && only?.ready && now;
    });
    expect(again.status?.podIP).toBe(before.status?.podIP);
    expect(again.status?.containerStatuses?.[0]?.lastState.terminated?.reason).toBe('NodeRestarted');
    const now = await until('both processes', async () => {
      const pids = await containerProcesses();
      return pids.length === 2 && pids;
    });
    expect(now.filter((pid) => old.includes(pid))).toEqual([]);
  });

  test('rollout restart replaces the pod and keeps the old set for history', async () => {
    const before = (await readyPod()).metadata.name;
    const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
    const body = { spec: { template: { metadata: { annotations } } } };
    await cluster.client.patch(core.deployments, { namespace, name: 'web' }, { type: 'strategic', body });
    await readyPod(before);
    const { items } = await cluster.client.list<ReplicaSet>(core.replicaSets, { namespace });
    const revisions = items.map(({ metadata, spec }) => [
      metadata.annotations?.['deployment.kubernetes.io/revision'],
      spec.replicas,
    ]);
    expect(revisions.sort()).toEqual([
      ['1', 0],
      ['2', 1],
    ]);
  });

  test('deleting it removes its sets, pods and processes', async () => {
    await cluster.client.delete(core.deployments, { namespace, name: 'web' });
    await until('everything to be gone', async () => {
      const { items } = await cluster.client.list(core.replicaSets, { namespace });
      return items.length + (await webPods()).length + (await containerProcesses()).length === 0;
    });
    expect(await readdir(path.join(cluster.stateDir, 'pods'))).toEqual([]);
  });
});

test('a claim can grow', async () => {
  const key = { namespace, name: 'data' };
  const body = { spec: { resources: { requests: { storage: '2Gi' } } } };
  await cluster.client.patch(core.persistentVolumeClaims, key, { type: 'merge', body });
  await until('the new size', async () => {
    const { status } = await cluster.client.get<PersistentVolumeClaim>(core.persistentVolumeClaims, key);
    return status?.capacity?.storage === '2Gi';
  });
});

test('the built-in view takes in the rules of roles that are labelled for it, and lets them go again', async () => {
  const rule = { apiGroups: ['mirror.durasync.dev'], resources: ['jobs'], verbs: ['get'] };
  const rulesOfView = async (): Promise<string> => {
    const view = await cluster.client.get<KubernetesObject & { rules?: unknown[] }>(core.clusterRoles, {
      name: 'view',
    });
    return JSON.stringify(view.rules ?? []);
  };
  await until('the rules of the built-in parts', async () => (await rulesOfView()).includes('"pods"'));
  await make(core.clusterRoles, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'mirror-viewer', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    rules: [rule],
  });
  await until('the new rule', async () => (await rulesOfView()).includes('mirror.durasync.dev'));
  await cluster.client.delete(core.clusterRoles, { name: 'mirror-viewer' });
  await until('the rule to go', async () => !(await rulesOfView()).includes('mirror.durasync.dev'));
});

describe('pods', () => {
  const ended = (name: string): Promise<Pod> =>
    until(`${name} to end`, async () => {
      const now = await getPod(name);
      return ['Succeeded', 'Failed'].includes(now.status?.phase ?? '') && now;
    });

  test('init containers run first and a pod that is never restarted ends', async () => {
    const volumes = [{ name: 'shared', emptyDir: {} }];
    const volumeMounts = [{ name: 'shared', mountPath: '/shared' }];
    const initContainers = [{ name: 'first', image: 'test/shell', args: ['echo done > /shared/flag'], volumeMounts }];
    await make(core.pods, {
      ...pod(
        namespace,
        'once',
        { args: ['cat /shared/flag; exit 3'], volumeMounts },
        { restartPolicy: 'Never', volumes, initContainers },
      ),
    });
    const { status } = await ended('once');
    expect([status?.phase, status?.containerStatuses?.[0]?.state.terminated?.exitCode]).toEqual(['Failed', 3]);
    expect(await log('once')).toBe('done\n');
  });

  test('an unknown image and an unfitting node say what is wrong', async () => {
    await make(core.pods, { ...pod(namespace, 'imageless', { image: 'nowhere/none:1' }) });
    await make(core.pods, { ...pod(namespace, 'homeless', {}, { nodeSelector: { disk: 'none' } }) });
    const waiting = await until(
      'a reason',
      async () =>
        (await getPod('imageless')).status?.containerStatuses?.find(({ state }) => state.waiting?.message)?.state
          .waiting,
    );
    expect(waiting).toMatchObject({
      reason: 'ErrImagePull',
      message: expect.stringContaining('NODE_IMAGES'),
    });
    const homeless = await until('a condition', async () =>
      (await getPod('homeless')).status?.conditions?.find(({ reason }) => reason === 'Unschedulable'),
    );
    expect(homeless.message).toContain("didn't match Pod's node selector");
  });

  test('a failing liveness probe restarts the container', async () => {
    const livenessProbe = { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 };
    await make(core.pods, { ...pod(namespace, 'sick', { args: ['exec sleep 600'], livenessProbe }) });
    await until(
      'a restart',
      async () => ((await getPod('sick')).status?.containerStatuses?.[0]?.restartCount ?? 0) > 0,
    );
  });

  test('SIGTERM comes before SIGKILL, and the log tells', async () => {
    const args = ['trap "echo bye > /data/bye; exit 0" TERM; echo up; while :; do sleep 0.05; done'];
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    await make(core.pods, {
      ...pod(
        namespace,
        'polite',
        { args, volumeMounts: [{ name: 'data', mountPath: '/data' }] },
        { volumes, terminationGracePeriodSeconds: 20 },
      ),
    });
    await until('the trap to be set', async () => (await log('polite')).includes('up'));
    await cluster.client.delete(core.pods, { namespace, name: 'polite' });
    await until('the pod to be gone', () => isGone(core.pods, 'polite'));
    expect(await readFile(path.join(cluster.stateDir, 'volumes', namespace, 'data', 'bye'), 'utf8')).toBe('bye\n');
  });
});

test('a stopped node ends its containers and says so; the next one still has the logs of finished pods', async () => {
  await cluster.stopNode();
  expect(await containerProcesses()).toEqual([]);
  const { status } = await cluster.client.get<Node>(core.nodes, { name: 'local' });
  expect(isTrue(status?.conditions, 'Ready')).toBe(false);
  await cluster.startNode();
  expect((await getPod('once')).status?.containerStatuses?.[0]?.restartCount).toBe(0);
  expect(await log('once')).toBe('done\n');
});

describe('garbage collection', () => {
  const owned = async (parent: string, child: string): Promise<void> => {
    const { metadata } = await make(core.configMaps, object('ConfigMap', parent));
    const ownerReferences = [
      { apiVersion: 'v1', kind: 'ConfigMap', name: parent, uid: metadata.uid ?? '', blockOwnerDeletion: true },
    ];
    await make(core.configMaps, object('ConfigMap', child, {}, { ownerReferences }));
  };

  test.each(['Background', 'Foreground'] as const)('%s deletion takes what is owned along', async (propagation) => {
    const [parent, child] = [`parent-${propagation}`.toLowerCase(), `child-${propagation}`.toLowerCase()];
    await owned(parent, child);
    await cluster.client.delete(core.configMaps, { namespace, name: parent }, { propagation });
    await until(
      'both to be gone',
      async () => (await isGone(core.configMaps, parent)) && isGone(core.configMaps, child),
    );
  });

  test('Orphan deletion leaves it, without its owner', async () => {
    await owned('parent-orphan', 'child-orphan');
    await cluster.client.delete(core.configMaps, { namespace, name: 'parent-orphan' }, { propagation: 'Orphan' });
    await until('the owner to be gone', () => isGone(core.configMaps, 'parent-orphan'));
    const child = await cluster.client.get(core.configMaps, { namespace, name: 'child-orphan' });
    expect(child.metadata.ownerReferences ?? []).toEqual([]);
  });

  test('custom resources own objects too', async () => {
    const widgets: ResourceRef = {
      group: 'mirror.durasync.dev',
      version: 'v1',
      plural: 'widgets',
      kind: 'Widget',
      namespaced: true,
    };
    const schema = { openAPIV3Schema: { type: 'object' } };
    await make(core.customResourceDefinitions, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.mirror.durasync.dev' },
      spec: {
        group: widgets.group,
        scope: 'Namespaced',
        names: { plural: 'widgets', kind: 'Widget' },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    });
    const widget = { apiVersion: 'mirror.durasync.dev/v1', kind: 'Widget', metadata: { name: 'w', namespace } };
    const { metadata } = await until('the kind to be served', () => make(widgets, widget));
    const ownerReferences = [{ ...widget, metadata: undefined, name: 'w', uid: metadata.uid ?? '' }].map(
      ({ apiVersion, kind, name, uid }) => ({ apiVersion, kind, name, uid }),
    );
    await make(core.configMaps, object('ConfigMap', 'of-widget', {}, { ownerReferences }));
    await cluster.client.delete(widgets, { namespace, name: 'w' });
    await until('the owned object to be gone', () => isGone(core.configMaps, 'of-widget'));
  });
});

test('deleting the namespace ends everything in it, and the data of its claims', async () => {
  const claim = await cluster.client.get<PersistentVolumeClaim>(core.persistentVolumeClaims, {
    namespace,
    name: 'data',
  });
  const { spec } = await cluster.client.get<PersistentVolume>(core.persistentVolumes, {
    name: claim.spec.volumeName ?? '',
  });
  const folder = spec.hostPath?.path ?? '';
  expect(existsSync(folder)).toBe(true);
  await cluster.client.delete(core.namespaces, { name: namespace });
  await until('the namespace to be gone', () =>
    cluster.client.get(core.namespaces, { name: namespace }).then(() => false, isNotFound),
  );
  await until(
    'the volume to be gone',
    async () => (await cluster.client.list(core.persistentVolumes)).items.length === 0,
  );
  await until('the data to be gone', () => !existsSync(folder));
  await until('every process to be gone', async () => (await containerProcesses()).length === 0);
});
