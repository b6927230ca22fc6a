import { PassThrough } from 'node:stream';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { CoreV1Api, Exec, Log, makeInformer, PatchStrategy, setHeaderOptions, Watch } from '@kubernetes/client-node';
import { until } from '../../../support/until.ts';
import type { Place, Scenario } from '../scenario.ts';

const changes = async ({ config, ns: namespace }: Place): Promise<void> => {
  const core = config.makeApiClient(CoreV1Api);
  const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'b' }, data: { x: '1' } } });
  await core.patchNamespacedConfigMap({ namespace, name: 'a', body: { data: { x: '2' } } }, merge);
  await core.patchNamespacedConfigMap({ namespace, name: 'b', body: { data: { x: '3' } } }, merge);
  await core.deleteNamespacedConfigMap({ namespace, name: 'a' });
};
const createA = ({ config, ns: namespace }: Place): Promise<unknown> =>
  config.makeApiClient(CoreV1Api).createNamespacedConfigMap({ namespace, body: { metadata: { name: 'a' } } });

const EVENTS = ['add', 'update', 'delete'] as const;
/** Of `a` that was there, and of `changes`. */
const EVENT_COUNT = 5;

export const STREAM_SCENARIOS: readonly Scenario[] = [
  {
    name: 'informer',
    run: async (place, note) => {
      const { config, ns: namespace } = place;
      const core = config.makeApiClient(CoreV1Api);
      await createA(place);
      const told: [event: string, ...what: unknown[]][] = [];
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const informer = makeInformer<V1ConfigMap>(config, path, () => core.listNamespacedConfigMap({ namespace }));
      for (const event of EVENTS) informer.on(event, ({ metadata, data }) => told.push([event, metadata?.name, data]));
      informer.on('error', (error: unknown) => told.push(['error', String(error)]));
      informer.on('connect', () => told.push(['connect']));
      await informer.start();
      await changes(place);
      await until('the informer tells all', () => told.filter(([event]) => event !== 'connect').length >= EVENT_COUNT);
      await note('events', async () => told);
      await note('cache', async () => informer.list());
      await informer.stop();
    },
  },
  {
    name: 'watch',
    run: async (place, note) => {
      const { config, ns: namespace } = place;
      await createA(place);
      await changes(place);
      const watch = new Watch(config);
      const follow = (query: object, path = `/api/v1/namespaces/${namespace}/configmaps`): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const told: unknown[] = [];
          const tell = (type: string, object: { metadata?: { name?: string } }): void =>
            void (type !== 'BOOKMARK' && told.push([type, object.metadata?.name]));
          const done = (error: unknown): void => resolve({ told, error: error instanceof Error ? error.message : '' });
          watch.watch(path, { timeoutSeconds: 1, ...query }, tell, done).catch(reject);
        });
      await note('what is there', () => follow({}));
      await note('with bookmarks', () => follow({ allowWatchBookmarks: true }));
      await note('from too early', () => follow({ resourceVersion: '1', labelSelector: 'none' }).then(() => undefined));
      await note('of nothing', () => follow({}, `/api/v1/namespaces/${namespace}/nothings`));
    },
  },
  {
    name: 'pod-streams',
    run: async ({ config, ns: namespace }, note) => {
      const core = config.makeApiClient(CoreV1Api);
      const containers = [{ name: 'main', image: 'registry.test/main:1' }];
      await core.createNamespacedPod({ namespace, body: { metadata: { name: 'p' }, spec: { containers } } });
      const output = new PassThrough();
      const log = new Log(config);
      await note('log of an unscheduled pod', () => log.log(namespace, 'p', 'main', output).then(() => undefined));
      await note('log of no container', () => log.log(namespace, 'p', 'none', output).then(() => undefined));
      await note('log of no pod', () => log.log(namespace, 'none', 'main', output).then(() => undefined));
      await note('typed log', () => core.readNamespacedPodLog({ name: 'p', namespace }));
      await note('exec', () =>
        new Exec(config).exec(namespace, 'p', 'main', ['true'], output, output, null, false).then(() => undefined),
      );
    },
  },
];
