import type { V1ConfigMap, V1Deployment } from '@kubernetes/client-node';
import { AppsV1Api, AuthenticationV1Api, AuthorizationV1Api, CoreV1Api } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import type { Scenario } from '../scenario.ts';

const as = (strategy: string) => setHeaderOptions('Content-Type', strategy);

const configMap = (name: string, data: Record<string, string>, labels: Record<string, string> = {}): V1ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
});

const deployment = (name: string): V1Deployment => ({
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'registry.test/main:1', env: [{ name: 'A', value: '1' }] }] },
    },
  },
});

export const TYPED_SCENARIOS: readonly Scenario[] = [
  {
    name: 'core',
    run: async ({ config, ns: namespace }, note) => {
      const core = config.makeApiClient(CoreV1Api);
      const one = { name: 'one', namespace };
      await note('create', () => core.createNamespacedConfigMap({ namespace, body: configMap('one', { a: '1' }) }));
      await note('create again', () => core.createNamespacedConfigMap({ namespace, body: configMap('one', {}) }));
      await note('create invalid', () => core.createNamespacedConfigMap({ namespace, body: configMap('No_Name', {}) }));
      await note('create dry', () =>
        core.createNamespacedConfigMap({ namespace, dryRun: 'All', body: configMap('dry', { a: '1' }) }),
      );
      const read = await note('read', () => core.readNamespacedConfigMap(one));
      await note('read none', () => core.readNamespacedConfigMap({ name: 'none', namespace }));
      await note('replace', () => core.replaceNamespacedConfigMap({ ...one, body: { ...read, data: { a: '2' } } }));
      await note('replace stale', () =>
        core.replaceNamespacedConfigMap({ ...one, body: { ...read, data: { a: '3' } } }),
      );
      const bodies: [keyof typeof PatchStrategy, unknown][] = [
        ['MergePatch', { data: { b: '1' } }],
        ['StrategicMergePatch', { metadata: { labels: { app: 'x' } } }],
        ['JsonPatch', [{ op: 'replace', path: '/data/b', value: '2' }]],
        ['JsonPatch', [{ op: 'test', path: '/data/b', value: '9' }]],
        ['MergePatch', { data: { 'bad key': '1' } }],
      ];
      for (const [strategy, body] of bodies) {
        await note(`patch ${strategy}`, () =>
          core.patchNamespacedConfigMap({ ...one, body }, as(PatchStrategy[strategy])),
        );
      }
      const apply = (fieldManager: string, value: string, force?: boolean) =>
        core.patchNamespacedConfigMap(
          { ...one, fieldManager, ...(force && { force }), body: configMap('one', { c: value }) },
          as(PatchStrategy.ServerSideApply),
        );
      await note('apply', () => apply('first', '1'));
      await note('apply against', () => apply('second', '2'));
      await note('apply with force', () => apply('second', '2', true));
      await note('delete', () => core.deleteNamespacedConfigMap(one));
      await note('delete again', () => core.deleteNamespacedConfigMap(one));
    },
  },
  {
    name: 'lists',
    run: async ({ config, ns: namespace, id }, note) => {
      const core = config.makeApiClient(CoreV1Api);
      for (const [index, name] of ['a', 'b', 'c'].entries()) {
        const body = configMap(name, {}, { app: id, parity: index % 2 ? 'odd' : 'even' });
        await note(`create ${name}`, () => core.createNamespacedConfigMap({ namespace, body }));
      }
      const first = await note('page', () => core.listNamespacedConfigMap({ namespace, limit: 2 }));
      const _continue = first?.metadata?._continue ?? '';
      await note('next page', () => core.listNamespacedConfigMap({ namespace, limit: 2, _continue }));
      await note('wrong page', () => core.listNamespacedConfigMap({ namespace, labelSelector: 'a b' }).catch(codeOf));
      await note('by label', () => core.listNamespacedConfigMap({ namespace, labelSelector: 'parity=odd' }));
      await note('by field', () => core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=c' }));
      await note('everywhere', () => core.listConfigMapForAllNamespaces({ labelSelector: `app=${id}` }));
      await note('delete collection', () =>
        core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: 'parity=even' }),
      );
      await note('the rest', () => core.listNamespacedConfigMap({ namespace }));
    },
  },
  {
    name: 'apps',
    run: async ({ config, ns: namespace }, note) => {
      const apps = config.makeApiClient(AppsV1Api);
      const d = { name: 'd', namespace };
      await note('create', () => apps.createNamespacedDeployment({ namespace, body: deployment('d') }));
      await note('create invalid', () =>
        apps.createNamespacedDeployment({
          namespace,
          body: { ...deployment('e'), spec: { ...deployment('d').spec! } },
        }),
      );
      await note('strategic patch', () =>
        apps.patchNamespacedDeployment(
          {
            ...d,
            body: { spec: { template: { spec: { containers: [{ name: 'main', image: 'registry.test/main:2' }] } } } },
          },
          as(PatchStrategy.StrategicMergePatch),
        ),
      );
      const scale = await note('read scale', () => apps.readNamespacedDeploymentScale(d));
      await note('replace scale', () =>
        apps.replaceNamespacedDeploymentScale({ ...d, body: { ...scale, spec: { replicas: 5 } } }),
      );
      await note('patch scale', () =>
        apps.patchNamespacedDeploymentScale({ ...d, body: { spec: { replicas: -1 } } }, as(PatchStrategy.MergePatch)),
      );
      await note('patch status', () =>
        apps.patchNamespacedDeploymentStatus({ ...d, body: { status: { replicas: 1 } } }, as(PatchStrategy.MergePatch)),
      );
      await note('read status', () => apps.readNamespacedDeploymentStatus(d));
      await note('list', () => apps.listNamespacedDeployment({ namespace }));
      await note('delete', () => apps.deleteNamespacedDeployment({ ...d, propagationPolicy: 'Background' }));
      await note('read gone', () => apps.readNamespacedDeployment(d));
    },
  },
  {
    name: 'reviews',
    run: async ({ config, ns: namespace }, note) => {
      const authorization = config.makeApiClient(AuthorizationV1Api);
      const spec = { resourceAttributes: { namespace, verb: 'get', resource: 'pods' } };
      await note('who am I', () => config.makeApiClient(AuthenticationV1Api).createSelfSubjectReview({ body: {} }));
      await note('may I', () => authorization.createSelfSubjectAccessReview({ body: { spec } }));
      await note('may bob', () =>
        authorization.createSubjectAccessReview({ body: { spec: { ...spec, user: 'bob' } } }),
      );
      await note('may bob here', () =>
        authorization.createNamespacedLocalSubjectAccessReview({ namespace, body: { spec: { ...spec, user: 'bob' } } }),
      );
      const untold = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
      await note('may nobody', () => authorization.createSubjectAccessReview({ body: untold }));
    },
  },
];

/** Where the words of a parser differ, its code is what matters. */
const codeOf = (error: unknown): unknown => (error as { code: unknown }).code;
