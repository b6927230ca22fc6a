import type { Sequence } from '../sequence.ts';
import { object, tried } from './kind.ts';
import { problemsOf } from './problems.ts';
import { at, CORE, get, patch, post, remove } from './requests.ts';

const CLASSES = '/apis/node.k8s.io/v1/runtimeclasses';
const CONTROLLERS = `${CORE}/replicationcontrollers`;
const BATCH = '/apis/batch/v1/namespaces/{ns}/jobs';
const CLASS = 'x-{id}';
const labels = { app: 'one' };
const containers = [{ name: 'main', image: 'registry.example/app:1' }];
const template = (spec: object = {}, metadata: object = { labels }): object => ({
  metadata,
  spec: { containers, ...spec },
});

const runtimeClass = (content: object): object => ({
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: CLASS },
  ...content,
});
const controller = (spec: object): object => object('v1', 'ReplicationController', { template: template(), ...spec });
const podTemplate = (content: object): object => ({ ...object('v1', 'PodTemplate'), ...content });
const pod = (name: string, spec: object): object => object('v1', 'Pod', { containers, ...spec }, name);

type Pod = { spec: { overhead?: unknown; nodeSelector?: unknown; tolerations?: { key: string }[] }; message?: string };

/** What a runtime class makes of a pod; other admission plugins add tolerations of their own. */
const placement = (body: unknown): unknown => {
  const { spec, message } = body as Partial<Pod>;
  const tolerations = spec?.tolerations?.filter(({ key }) => !key?.startsWith('node.kubernetes.io/'));
  return [spec?.overhead, spec?.nodeSelector, tolerations ?? [], message];
};
const placed = (name: string, spec: object) => post(`${CORE}/pods`, pod(name, spec), { select: placement });

/** Kinds that make or shape pods, besides workloads. */
export const POD_KIND_SEQUENCES: readonly Sequence[] = [
  tried({
    name: 'runtime-classes',
    path: CLASSES,
    object: CLASS,
    objects: [
      runtimeClass({ handler: 'runsc', overhead: { podFixed: { cpu: '0.25' } } }),
      runtimeClass({ handler: 'Bad_' }),
      runtimeClass({}),
      runtimeClass({ handler: 'a', overhead: { podFixed: { cpu: '-1' } } }),
      runtimeClass({
        handler: 'a',
        scheduling: {
          nodeSelector: { 'bad key': '_' },
          tolerations: [
            { key: 'a', operator: 'Exists' },
            { key: 'a', operator: 'Exists' },
            { key: 'b', operator: 'Exists', value: 'c' },
          ],
        },
      }),
    ],
    changes: [{ handler: 'other' }, { metadata: { labels } }],
  }),
  {
    name: 'runtime-classes-of-pods',
    steps: [
      post(
        CLASSES,
        runtimeClass({
          handler: 'runsc',
          overhead: { podFixed: { memory: '64Mi' } },
          scheduling: {
            nodeSelector: { disk: 'fast' },
            tolerations: [{ key: 'gpu', operator: 'Exists' }],
          },
        }),
        { select: problemsOf },
      ),
      placed('plain', { runtimeClassName: CLASS }),
      placed('same', { runtimeClassName: CLASS, overhead: { memory: '65536Ki' } }),
      placed('more', {
        runtimeClassName: CLASS,
        nodeSelector: { zone: 'a' },
        tolerations: [
          { key: 'gpu', operator: 'Equal', value: 'x' },
          { key: 'b', operator: 'Equal', value: 'x' },
        ],
      }),
      placed('other-selector', { runtimeClassName: CLASS, nodeSelector: { disk: 'slow' } }),
      placed('other-overhead', { runtimeClassName: CLASS, overhead: { memory: '1Mi' } }),
      placed('no-class', { overhead: { memory: '1Mi' } }),
      placed('missing', { runtimeClassName: 'none-{id}' }),
      remove(`${CLASSES}/${CLASS}`, undefined, { select: problemsOf }),
    ],
  },
  { name: 'runtime-class-discovery', steps: [get('/apis/node.k8s.io/v1'), get('/apis/node.k8s.io')] },
  tried({
    name: 'replication-controllers',
    path: CONTROLLERS,
    object: 'one',
    objects: [
      controller({ replicas: 2 }),
      object('v1', 'ReplicationController', {}),
      controller({ replicas: -1, minReadySeconds: -1, selector: { app: 'other' } }),
      controller({ template: template({ restartPolicy: 'Never', activeDeadlineSeconds: 3 }) }),
      controller({ template: template({}, {}) }),
      controller({ template: template({ containers: [] }) }),
    ],
    changes: [{ spec: { replicas: 3 } }, { spec: { selector: { app: 'two' } } }],
    statuses: [
      { status: { replicas: 3, readyReplicas: 2, availableReplicas: 1, observedGeneration: 2 } },
      { status: { replicas: 1, readyReplicas: 0, fullyLabeledReplicas: 4 } },
      { status: { replicas: -1 } },
    ],
  }),
  {
    name: 'replication-controller-scale',
    steps: [
      post(CONTROLLERS, controller({ replicas: 2 })),
      get(`${CONTROLLERS}/one/scale`),
      patch('merge', `${CONTROLLERS}/one/scale`, { spec: { replicas: 4 } }, { select: at('spec') }),
      get(`${CONTROLLERS}?fieldSelector=status.replicas%3D0`, { select: at('items', 'length') }),
      remove(`${CONTROLLERS}/one`, undefined, { select: at('metadata', 'finalizers') }),
    ],
  },
  {
    name: 'jobs-orphan-their-pods',
    steps: [
      ...['a', 'b'].map((name) =>
        post(BATCH, object('batch/v1', 'Job', { template: template({ restartPolicy: 'Never' }) }, name), {
          select: problemsOf,
        }),
      ),
      remove(`${BATCH}/a`, undefined, { select: at('metadata', 'finalizers') }),
      remove(`${BATCH}/b`, { propagationPolicy: 'Background' }, { select: at('status') }),
      remove(`${BATCH}?labelSelector=none`, undefined, { select: problemsOf }),
    ],
  },
  tried({
    name: 'pod-templates',
    path: `${CORE}/podtemplates`,
    object: 'one',
    objects: [
      podTemplate({ template: template() }),
      podTemplate({}),
      podTemplate({ template: template({ restartPolicy: 'Sometimes', containers: [{ name: 'Bad_' }] }) }),
    ],
    changes: [{ template: { metadata: { labels: { a: 'b' } } } }, { metadata: { labels } }],
  }),
];
