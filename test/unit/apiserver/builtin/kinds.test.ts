import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Answer, OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

type Json = Record<string, unknown>;
const MERGE = 'application/merge-patch+json';
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

const podSpec = (image = 'busybox:1') => ({ containers: [{ name: 'main', image }] });
const podNamed = (name: string, spec: Json = podSpec()) => ({ metadata: { name }, spec });
const deploymentNamed = (name: string): Json => ({
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: podSpec() },
  },
});
const bind = (pod: string, node: string): Promise<Answer> =>
  server.request('POST', `${PODS}/${pod}/binding`, { metadata: { name: pod }, target: { kind: 'Node', name: node } });
const metaOf = ({ body }: Answer): Json => body['metadata'] as Json;

describe('a pod', () => {
  test('gets what its spec leaves out', async () => {
    const { status, body } = await server.request('POST', PODS, podNamed('defaults', podSpec('busybox')));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        containers: [{ imagePullPolicy: 'Always', resources: {}, terminationMessagePolicy: 'File' }],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  });

  test('that runs nowhere goes at once', async () => {
    await server.request('POST', PODS, podNamed('unbound'));
    expect((await server.request('DELETE', `${PODS}/unbound`)).status).toBe(200);
    expect((await server.request('GET', `${PODS}/unbound`)).status).toBe(404);
  });

  test('is bound once', async () => {
    await server.request('POST', PODS, podNamed('bound'));
    expect((await bind('bound', 'n1')).body).toMatchObject({ kind: 'Status', status: 'Success' });
    const { body } = await server.request('GET', `${PODS}/bound`);
    expect(body).toMatchObject({
      spec: { nodeName: 'n1' },
      status: { conditions: [{ type: 'PodScheduled', status: 'True' }] },
    });
    const again = await bind('bound', 'n2');
    expect(again.status).toBe(409);
    expect(again.body['message']).toContain('pod bound is already assigned to node "n1"');
  });

  test('on a node stays until the node lets it go; its grace period only becomes shorter', async () => {
    await server.request('POST', PODS, podNamed('graceful'));
    await bind('graceful', 'n1');
    const first = await server.request('DELETE', `${PODS}/graceful`, { gracePeriodSeconds: 20 });
    expect(metaOf(first)).toMatchObject({ deletionGracePeriodSeconds: 20, generation: 2 });
    const longer = await server.request('DELETE', `${PODS}/graceful`, { gracePeriodSeconds: 60 });
    expect(metaOf(longer)['deletionGracePeriodSeconds']).toBe(20);
    const shorter = await server.request('DELETE', `${PODS}/graceful`, { gracePeriodSeconds: 5 });
    const end = (answer: Answer): number => Date.parse(metaOf(answer)['deletionTimestamp'] as string);
    expect(end(first) - end(shorter)).toBe(15_000);
    await server.request('DELETE', `${PODS}/graceful`, { gracePeriodSeconds: 0 });
    expect((await server.request('GET', `${PODS}/graceful`)).status).toBe(404);
  });

  test('keeps its spec', async () => {
    await server.request('POST', PODS, podNamed('fixed'));
    const image = await server.request('PATCH', `${PODS}/fixed`, { spec: podSpec('busybox:2') }, MERGE);
    const policy = await server.request('PATCH', `${PODS}/fixed`, { spec: { restartPolicy: 'Never' } }, MERGE);
    expect({ image: image.status, policy: policy.status }).toEqual({ image: 200, policy: 422 });
  });

  test('is refused with what is wrong in it', async () => {
    const spec = { containers: [{ name: 'a', volumeMounts: [{ name: 'none', mountPath: '/x' }] }] };
    const { status, body } = await server.request('POST', PODS, podNamed('wrong', spec));
    expect(status).toBe(422);
    const causes = (body['details'] as { causes: { field: string }[] }).causes.map(({ field }) => field);
    expect(causes).toEqual(['spec.containers[0].image', 'spec.containers[0].volumeMounts[0].name']);
  });
});

describe('a deployment', () => {
  test('is scaled through its subresource, an explicit 0 included', async () => {
    await server.request('POST', DEPLOYMENTS, deploymentNamed('web'));
    const path = `${DEPLOYMENTS}/web/scale`;
    const before = await server.request('GET', path);
    expect(before.body).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      spec: { replicas: 1 },
      status: { replicas: 0, selector: 'app=web' },
    });
    expect((await server.request('PATCH', path, { spec: { replicas: 0 } }, MERGE)).body['spec']).toEqual({});
    const { body } = await server.request('GET', `${DEPLOYMENTS}/web`);
    expect(body).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 0 } });
    const stale = await server.request('PUT', path, { ...before.body, spec: { replicas: 4 } });
    expect(stale.status).toBe(409);
    expect((await server.request('PATCH', path, { spec: { replicas: -1 } }, MERGE)).status).toBe(422);
  });

  test('keeps its selector, which selects its pods', async () => {
    await server.request('POST', DEPLOYMENTS, deploymentNamed('kept'));
    const selector = { spec: { selector: { matchLabels: { tier: 'x' } } } };
    expect((await server.request('PATCH', `${DEPLOYMENTS}/kept`, selector, MERGE)).status).toBe(422);
    const foreign = {
      ...deploymentNamed('foreign'),
      spec: { ...(deploymentNamed('other')['spec'] as Json), selector: { matchLabels: { app: 'foreign' } } },
    };
    expect((await server.request('POST', DEPLOYMENTS, foreign)).status).toBe(422);
  });

  test('has no subresource that is not served', async () => {
    expect((await server.request('GET', `${DEPLOYMENTS}/web/log`)).status).toBe(404);
    expect((await server.request('GET', '/api/v1/namespaces/default/configmaps/x/scale')).status).toBe(404);
  });
});

describe('a service', () => {
  const SERVICES = '/api/v1/namespaces/default/services';
  const create = (name: string, spec: Json = {}): Promise<Answer> =>
    server.request('POST', SERVICES, { metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } });

  test('gets an address of its own and keeps it', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => create(`own-${name}`)));
    const addresses = answers.map(({ body }) => (body['spec'] as { clusterIP: string }).clusterIP);
    expect(new Set(addresses).size).toBe(3);
    expect(answers[0]?.body).toMatchObject({
      spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }], type: 'ClusterIP', sessionAffinity: 'None' },
      status: { loadBalancer: {} },
    });
    const replaced = await server.request('PUT', `${SERVICES}/own-a`, {
      metadata: { name: 'own-a' },
      spec: { ports: [{ port: 81 }] },
    });
    expect(replaced.body).toMatchObject({ spec: { clusterIP: addresses[0], ports: [{ targetPort: 81 }] } });
    const moved = await server.request('PATCH', `${SERVICES}/own-a`, { spec: { clusterIP: '10.96.1.1' } }, MERGE);
    expect(moved.status).toBe(422);
  });

  test('without a head has none', async () => {
    expect((await create('headless', { clusterIP: 'None' })).body).toMatchObject({
      spec: { clusterIP: 'None', clusterIPs: ['None'] },
    });
  });
});

describe('an event', () => {
  test('is the same object in both of its groups', async () => {
    const body = {
      metadata: { name: 'e1' },
      eventTime: '2024-01-01T00:00:00.000000Z',
      reportingController: 'example.com/test',
      reportingInstance: 'test-0',
      action: 'Testing',
      reason: 'Tested',
      type: 'Normal',
      regarding: { kind: 'Pod', name: 'p', namespace: 'default' },
      note: 'It works.',
    };
    const path = '/apis/events.k8s.io/v1/namespaces/default/events';
    expect((await server.request('POST', path, body)).status).toBe(201);
    expect((await server.request('GET', '/api/v1/namespaces/default/events/e1')).body).toMatchObject({
      apiVersion: 'v1',
      involvedObject: { kind: 'Pod', name: 'p' },
      message: 'It works.',
      reportingComponent: 'example.com/test',
      firstTimestamp: null,
    });
    const { body: read } = await server.request('GET', `${path}/e1`);
    expect(read).toMatchObject({ ...body, apiVersion: 'events.k8s.io/v1', metadata: { name: 'e1' } });
    const patch = { series: { count: 2, lastObservedTime: '2024-01-01T00:00:01.000000Z' } };
    expect((await server.request('PATCH', `${path}/e1`, patch, MERGE)).body).toMatchObject(patch);
    expect((await server.request('POST', path, { metadata: { name: 'e2' } })).status).toBe(422);
  });
});

describe('a claim', () => {
  test('is bound once, and keeps an explicit empty class', async () => {
    const path = '/api/v1/namespaces/default/persistentvolumeclaims';
    const spec = {
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      resources: { requests: { storage: '1024Mi' } },
    };
    const created = await server.request('POST', path, { metadata: { name: 'data' }, spec });
    expect(created.body).toMatchObject({
      spec: { storageClassName: '', volumeMode: 'Filesystem', resources: { requests: { storage: '1Gi' } } },
      status: { phase: 'Pending' },
    });
    const bound = await server.request('PATCH', `${path}/data`, { spec: { volumeName: 'pv' } }, MERGE);
    const moved = await server.request('PATCH', `${path}/data`, { spec: { volumeName: 'other' } }, MERGE);
    expect({ bound: bound.status, moved: moved.status }).toEqual({ bound: 200, moved: 422 });
  });
});
