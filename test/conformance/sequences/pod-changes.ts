import type { Sequence, Step } from '../sequence.ts';
import { object } from './kind.ts';
import { problemsOf } from './problems.ts';
import { CORE, get, patch, post, put, remove } from './requests.ts';

const PODS = `${CORE}/pods`;
const container = (name: string, more: object = {}): object => ({ name, image: 'registry.example/app:1', ...more });
const pod = (name: string, spec: object = {}, metadata: object = {}): object => ({
  ...object('v1', 'Pod', { containers: [container('main')], ...spec }),
  metadata: { name, ...metadata },
});

type Pod = { kind: string; metadata: { name?: string; generation?: number; managedFields?: unknown }; spec: Spec };
type Spec = { containers: object[]; initContainers?: object[]; ephemeralContainers?: object[]; hostname?: string };

/** Without what admission plugins give a pod more there. */
function changeable(body: unknown): unknown {
  if ((body as Pod).kind !== 'Pod') return body;
  const { metadata, spec, ...rest } = body as Pod;
  const { containers, initContainers, ephemeralContainers, hostname } = spec;
  return { ...rest, metadata, containers, initContainers, ephemeralContainers, hostname };
}

/** What a subresource drops, kube-apiserver tells as written all the same. */
const tried = (step: Step): Step => ({
  ...step,
  path: step.path.replace('?', '?dryRun=All&'),
  select: (body) => {
    const shownBody = changeable(body) as Pod;
    return { ...shownBody, metadata: { ...shownBody.metadata, managedFields: undefined } };
  },
});

/** Without the difference of specs at the end of some messages. */
const briefly = (step: Step): Step => ({
  ...step,
  select: (body) => (problemsOf(body) as string[]).map((text) => text.split('\n')[0]),
});
const shown = (step: Step): Step => ({ ...step, select: changeable });
const problems = (step: Step): Step => ({ ...step, select: problemsOf });

const DEBUG = `${PODS}/one/ephemeralcontainers`;
const debug = (...ephemeralContainers: object[]): Step => patch('strategic', DEBUG, { spec: { ephemeralContainers } });

const RESIZE = `${PODS}/one/resize`;
const resources = (cpu: string, more: object = {}): object => ({
  resources: { requests: { cpu, memory: '64Mi' }, limits: { cpu: '2', memory: '1Gi', ...more } },
});
const resize = (spec: object): Step => patch('strategic', RESIZE, { spec });

/** Changes of pods that go through subresources, and those that do not. */
export const POD_CHANGE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'ephemeral-containers',
    steps: [
      shown(post(PODS, pod('one', { initContainers: [container('init')], volumes: [{ name: 'v', emptyDir: {} }] }))),
      shown(get(DEBUG)),
      tried(
        patch('strategic', `${DEBUG}?fieldManager=kubectl-debug`, {
          metadata: { labels: { a: 'b' } },
          spec: {
            hostname: 'other',
            ephemeralContainers: [container('debugger', { targetContainerName: 'main', stdin: true, tty: true })],
          },
          status: { phase: 'Failed' },
        }),
      ),
      shown(
        patch('strategic', `${DEBUG}?fieldManager=kubectl-debug`, {
          spec: {
            ephemeralContainers: [container('debugger', { targetContainerName: 'main', stdin: true, tty: true })],
          },
        }),
      ),
      shown(debug(container('second', { volumeMounts: [{ name: 'v', mountPath: '/v' }] }))),
      problems(debug(container('main'))),
      problems(debug({ name: 'Bad_', targetContainerName: 'none' })),
      problems(
        debug(
          container('third', {
            ports: [{ containerPort: 80 }],
            resources: { limits: { cpu: '1' } },
            livenessProbe: {},
            lifecycle: { preStop: { exec: { command: ['x'] } } },
            volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'x' }],
          }),
        ),
      ),
      shown(patch('json', DEBUG, [{ op: 'remove', path: '/spec/ephemeralContainers/0' }])),
      shown(patch('merge', DEBUG, { spec: { ephemeralContainers: null } })),
      briefly(patch('merge', `${PODS}/one`, { spec: { ephemeralContainers: null } })),
      briefly(put(DEBUG, pod('one', { ephemeralContainers: [container('debugger'), container('second')] }))),
      shown(get(DEBUG)),
      briefly(debug(container('debugger', { image: 'other' }))),
      patch('strategic', `${PODS}/none/ephemeralcontainers`, { spec: { ephemeralContainers: [container('x')] } }),
      post(DEBUG, pod('one')),
      problems(post(`${PODS}?dryRun=All`, pod('late', { ephemeralContainers: [container('x')] }))),
      remove(`${PODS}/one`, { gracePeriodSeconds: 0 }, { select: problemsOf }),
    ],
  },
  {
    name: 'ephemeral-containers-of-mirrors',
    steps: [
      problems(post(PODS, pod('one', { nodeName: 'n' }, { annotations: { 'kubernetes.io/config.mirror': 'x' } }))),
      debug(container('debugger')),
      resize({ containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] }),
    ],
  },
  {
    name: 'ephemeral-containers-of-templates',
    steps: [
      problems(
        post(`${CORE}/podtemplates?dryRun=All`, {
          ...object('v1', 'PodTemplate'),
          template: { spec: { containers: [container('a')], ephemeralContainers: [container('x')] } },
        }),
      ),
    ],
  },
  {
    name: 'resized-pods',
    steps: [
      shown(
        post(
          PODS,
          pod('one', {
            containers: [
              container('main', resources('1')),
              container('other', resources('1', { 'ephemeral-storage': '1Gi' })),
            ],
            initContainers: [
              container('init', resources('1')),
              container('sidecar', { restartPolicy: 'Always', ...resources('1') }),
            ],
          }),
        ),
      ),
      shown(get(RESIZE)),
      tried(
        patch('strategic', `${RESIZE}?fieldManager=autoscaler`, {
          metadata: { labels: { a: 'b' } },
          spec: {
            hostname: 'other',
            containers: [{ name: 'main', image: 'other', resources: { requests: { cpu: '500m' } } }],
          },
        }),
      ),
      shown(
        patch('strategic', `${RESIZE}?fieldManager=autoscaler`, {
          spec: { containers: [{ name: 'main', resources: { requests: { cpu: '500m' } } }] },
        }),
      ),
      shown(resize({ initContainers: [{ name: 'sidecar', resources: { limits: { memory: '2Gi' } } }] })),
      problems(resize({ initContainers: [{ name: 'init', resources: { limits: { memory: '2Gi' } } }] })),
      problems(resize({ containers: [{ name: 'other', resources: { limits: { 'ephemeral-storage': '2Gi' } } }] })),
      problems(resize({ containers: [{ name: 'main', resources: { requests: { cpu: null } } }] })),
      problems(resize({ containers: [{ name: 'main', resources: { requests: { cpu: '5' } } }] })),
      problems(resize({ containers: [container('third')] })),
      problems(patch('json', RESIZE, [{ op: 'replace', path: '/spec/containers/0/name', value: 'x' }])),
      problems(patch('json', RESIZE, [{ op: 'remove', path: '/spec/initContainers/1' }])),
      problems(
        resize({
          containers: [{ name: 'main', resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] }],
        }),
      ),
      briefly(
        patch('strategic', `${PODS}/one`, {
          spec: { containers: [{ name: 'main', resources: { limits: { cpu: '9' } } }] },
        }),
      ),
      problems(
        patch('merge', `${PODS}/one/status`, {
          status: {
            containerStatuses: [
              { name: 'main', image: 'x', imageID: '', ready: true, restartCount: 0, state: { running: {} } },
            ],
          },
        }),
      ),
      problems(resize({ containers: [{ name: 'main', resources: { requests: { cpu: '600m' } } }] })),
      post(RESIZE, pod('one')),
      shown(get(`${PODS}/one`)),
    ],
  },
  {
    name: 'classes-of-resized-pods',
    steps: [
      problems(post(PODS, pod('one'))),
      problems(resize({ containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] })),
      problems(post(PODS, pod('whole', { resources: { limits: { cpu: '1' } } }))),
      patch('strategic', `${PODS}/whole/resize`, {
        spec: { containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] },
      }),
    ],
  },
  {
    name: 'qos-classes',
    steps: [
      [container('a')],
      [container('a', { resources: { limits: { cpu: '1', memory: '1Gi' } } })],
      [container('a', { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m' } } })],
      [container('a', { resources: { limits: { cpu: '1' } } })],
      [container('a', { resources: { limits: { cpu: '0', memory: '0' } } })],
      [container('a', { resources: { limits: { cpu: '1', memory: '1Gi' } } }), container('b')],
    ].map((containers, index) => post(`${PODS}?dryRun=All`, pod(`p${index}`, { containers }), { select: qosClass })),
  },
  {
    name: 'resize-policies',
    steps: [
      [{ resourceName: 'disk', restartPolicy: 'Sometimes' }],
      [
        {},
        { resourceName: 'cpu', restartPolicy: 'RestartContainer' },
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
      ],
    ].flatMap((resizePolicy) =>
      ['Always', 'Never'].map((restartPolicy) =>
        problems(
          post(`${PODS}?dryRun=All`, pod('one', { restartPolicy, containers: [container('a', { resizePolicy })] })),
        ),
      ),
    ),
  },
  {
    name: 'gated-pods',
    steps: [
      shown(
        post(
          PODS,
          pod('one', { schedulingGates: [{ name: 'example.com/a' }, { name: 'b' }], activeDeadlineSeconds: 50 }),
        ),
      ),
      post(`${PODS}/one/binding`, { metadata: { name: 'one' }, target: { kind: 'Node', name: 'n' } }),
      problems(
        post(PODS, pod('bad', { schedulingGates: [{ name: 'b' }, { name: 'b' }, { name: '_' }], nodeName: 'n' })),
      ),
      ...[
        { schedulingGates: [{ name: 'b' }] },
        { schedulingGates: [{ name: 'b' }, { name: 'c' }] },
        { nodeSelector: { a: 'b' } },
        { nodeSelector: { a: 'c' } },
        { activeDeadlineSeconds: 60 },
        { activeDeadlineSeconds: 40 },
        { activeDeadlineSeconds: null },
        { containers: [container('main'), container('other')] },
        { tolerations: [] },
      ].map((spec) => problems(patch('merge', `${PODS}/one`, { spec }))),
    ],
  },
];

function qosClass(body: unknown): unknown {
  return (body as { status: { qosClass?: string } }).status.qosClass ?? body;
}
