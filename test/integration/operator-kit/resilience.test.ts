import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { core } from '../../../kubernetes/core-resources.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import {
  clusterLeaseStore,
  createHealthServer,
  forObjects,
  LeaderElector,
  Manager,
  ownedBy,
  parseKey,
  SharedInformers,
  systemClock,
} from '../../../operator/kit/index.ts';
import type { ControllerFactory } from '../../../operator/kit/index.ts';
import type { EventObject } from '../../../operator/kit/events/event-object.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { startProxy } from '../../support/cuttable-proxy.ts';
import { startPrivateCluster } from './support/private-cluster.ts';
import type { PrivateCluster } from './support/private-cluster.ts';
import { until } from '../../support/until.ts';

const logger = pino({ level: 'silent' });
const namespace = 'default';

interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

let cluster: PrivateCluster;
let client: KubernetesClient;

beforeAll(async () => {
  cluster = await startPrivateCluster();
  client = createKubernetesClient({ kubeconfig: cluster.kubeconfig });
}, 60_000);

afterAll(() => cluster.close(), 30_000);

function configMap(name: string, labels: Record<string, string>): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data: {} };
}

const touch = (name: string, value: string): Promise<ConfigMap> =>
  client.patch<ConfigMap>(core.configMaps, { namespace, name }, { type: 'merge', body: { data: { value } } });

/** Counts the lists that reach the API server. */
function countingLists(inner: KubernetesClient): { readonly client: KubernetesClient; readonly lists: () => number } {
  let lists = 0;
  const list: KubernetesClient['list'] = (ref, options) => {
    lists++;
    return inner.list(ref, options);
  };
  return { client: { ...inner, list }, lists: () => lists };
}

describe('informer', () => {
  test('one watch serves all who ask, and is resumed after a broken connection without another list', async () => {
    const link = await startProxy({ host: '127.0.0.1', port: cluster.port });
    const counting = countingLists(createKubernetesClient({ kubeconfig: await cluster.kubeconfigTo(link.port) }));
    const informers = new SharedInformers({ client: counting.client, clock: systemClock, logger });
    const selection = { namespace, labelSelector: 'suite=link' };
    const informer = informers.of<ConfigMap>(core.configMaps, selection);
    expect(informers.of(core.configMaps, { ...selection })).toBe(informer);
    const stop = new AbortController();
    informers.start(stop.signal);
    await informers.waitForSync(stop.signal);
    await client.create(core.configMaps, configMap('linked', { suite: 'link' }));
    await until('the object is seen', () => informer.get('default/linked') !== undefined);
    link.cut();
    await touch('linked', 'while away');
    link.mend();
    await until('the change is seen', () => informer.get('default/linked')?.data?.['value'] === 'while away');
    expect(counting.lists()).toBe(1);
    stop.abort();
    await informers.stopped();
    await link.close();
  });

  test('follows again after the API server was killed, and finds out what a compaction has hidden', async () => {
    const link = await startProxy({ host: '127.0.0.1', port: cluster.port });
    const counting = countingLists(createKubernetesClient({ kubeconfig: await cluster.kubeconfigTo(link.port) }));
    const informers = new SharedInformers({ client: counting.client, clock: systemClock, logger });
    const informer = informers.of<ConfigMap>(core.configMaps, { namespace, labelSelector: 'suite=kill' });
    for (const name of ['kept', 'changed', 'gone'])
      await client.create(core.configMaps, configMap(name, { suite: 'kill' }));
    const stop = new AbortController();
    informers.start(stop.signal);
    await informers.waitForSync(stop.signal);
    const seen: string[] = [];
    informer.onEvent((event) => {
      const unseen = event.type === 'deleted' && event.finalStateUnknown ? ' unseen' : '';
      seen.push(`${event.type} ${event.object.metadata.name}${unseen}`);
    });
    seen.length = 0;

    link.cut();
    await touch('changed', 'while away');
    await client.delete(core.configMaps, { namespace, name: 'gone' });
    await cluster.kill();
    await cluster.compact();
    await cluster.start();
    link.mend();
    await until('the deletion is found out', () => seen.includes('deleted gone unseen'));
    expect(seen).toEqual(['updated changed', 'deleted gone unseen']);
    expect(counting.lists()).toBe(2);

    await client.create(core.configMaps, configMap('after', { suite: 'kill' }));
    await until('the watch goes on', () => seen.includes('added after'));
    stop.abort();
    await informers.stopped();
    await link.close();
  }, 90_000);
});

/** Keeps a copy `<name>-copy` of every labelled object, and says so in an event. */
const copier =
  (suite: string): ControllerFactory =>
  ({ client: api, informers, events }) => {
    const originals = informers.of<ConfigMap>(core.configMaps, { namespace, labelSelector: `suite=${suite}` });
    const copies = informers.of<ConfigMap>(core.configMaps, { namespace, labelSelector: `copy-of=${suite}` });
    return {
      sources: [forObjects(originals), ownedBy(copies, core.configMaps)],
      concurrency: 2,
      async reconcile(key, { signal }) {
        const original = originals.get(key);
        if (!original) return;
        const { name } = parseKey(key);
        const copy = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: `${name}-copy`,
            labels: { 'copy-of': suite },
            ownerReferences: [
              { apiVersion: 'v1', kind: 'ConfigMap', name, uid: original.metadata.uid ?? '', controller: true },
            ],
          },
          data: original.data,
        };
        const target = { namespace, name: `${name}-copy` };
        await api.patch(core.configMaps, target, { type: 'apply', body: copy, signal });
        events.record({ regarding: original, type: 'Normal', reason: 'Copied', action: 'Copy', note: 'copied' });
      },
    };
  };

interface Operator {
  readonly url: () => string;
  readonly running: Promise<void>;
  readonly stop: () => Promise<void>;
}

function startOperator(identity: string, kubeconfig: string): Operator {
  const registry = new Registry();
  const api = createKubernetesClient({ kubeconfig });
  let port = 0;
  const manager = new Manager({
    client: api,
    logger,
    registry,
    reporter: { domain: 'durasync.dev', instance: identity },
    controllers: ['*', '-disabled'],
    elector: new LeaderElector({
      store: clusterLeaseStore(api, { namespace, name: 'copier' }),
      identity,
      clock: systemClock,
      logger,
      times: { leaseMs: 4_000, renewDeadlineMs: 3_000, retryMs: 300 },
    }),
    health: (isReady) => {
      const caches = (): void => {
        if (!isReady()) throw new Error('caches are filling');
      };
      const server = createHealthServer({ host: '127.0.0.1', port: 0, registry, ready: { caches } });
      return { ...server, start: async () => (port = await server.start()) };
    },
  });
  manager.register('copier', copier('manager')).register('disabled', () => {
    throw new Error('a disabled controller must not be built');
  });
  const stop = new AbortController();
  const running = manager.run(stop.signal);
  return {
    url: () => `http://127.0.0.1:${port}`,
    running,
    stop: async () => {
      stop.abort();
      await running;
    },
  };
}

const holder = async (): Promise<string | undefined> => {
  const lease = await client.get<KubernetesObject & { spec: { holderIdentity?: string } }>(core.leases, {
    namespace,
    name: 'copier',
  });
  return lease.spec.holderIdentity;
};

const copyOf = async (name: string): Promise<string | undefined> =>
  client
    .get<ConfigMap>(core.configMaps, { namespace, name: `${name}-copy` })
    .then((copy) => copy.data?.['value'])
    .catch(() => undefined);

describe('manager', () => {
  test('one of two operators leads; it works, reports, survives the API server, and hands over', async () => {
    const link = await startProxy({ host: '127.0.0.1', port: cluster.port });
    const first = startOperator('first', await cluster.kubeconfigTo(link.port));
    await until('the first leads', async () => (await holder().catch(() => undefined)) === 'first');
    const second = startOperator('second', cluster.kubeconfig);
    await until(
      'the second is ready',
      async () => (await fetch(`${second.url()}/readyz`).catch(() => null))?.ok ?? false,
    );

    await client.create(core.configMaps, { ...configMap('original', { suite: 'manager' }), data: { value: 'one' } });
    await until('the copy is made', async () => (await copyOf('original')) === 'one');
    await client.delete(core.configMaps, { namespace, name: 'original-copy' });
    await until('the copy is made again', async () => (await copyOf('original')) === 'one');
    await until('the event is there', async () => {
      const { items } = await client.list<EventObject>(core.events, { namespace });
      return items.some(({ reason, reportingInstance }) => reason === 'Copied' && reportingInstance === 'first');
    });
    const metrics = await (await fetch(`${first.url()}/metrics`)).text();
    expect(metrics).toMatch(/controller_runtime_reconcile_total\{controller="copier",result="success"\} [1-9]/);

    await cluster.kill();
    await cluster.start();
    // Whoever leads after the outage works on; the one that lost its lease rejects, as a process would exit.
    let end: unknown;
    first.running.catch((error: unknown) => (end = error));
    second.running.catch(() => undefined);
    await touch('original', 'two');

    link.cut();
    await until('the first gives up', () => end !== undefined);
    expect(end).toMatchObject({ name: 'LeadershipLostError' });
    await until('the second leads', async () => (await holder()) === 'second');
    await until('the second works', async () => (await copyOf('original')) === 'two');

    await second.stop();
    expect(await holder()).toBe('');
    await link.close();
  }, 120_000);
});
