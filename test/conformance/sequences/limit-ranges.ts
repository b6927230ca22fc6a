import type { Sequence, Step } from '../sequence.ts';
import { object, tried } from './kind.ts';
import { problemsOf } from './problems.ts';
import { CORE, patch, post } from './requests.ts';

const RANGES = `${CORE}/limitranges`;
const CLAIMS = `${CORE}/persistentvolumeclaims`;
const range = (...limits: object[]): object => object('v1', 'LimitRange', { limits });

/** Set before anything is limited: kube-apiserver sees later ones a moment late. */
const limited = (...limits: object[]): Step => post(RANGES, range(...limits), { select: problemsOf });

const container = (limits?: object, requests?: object, name = 'main'): object => ({
  name,
  image: 'registry.example/app:1',
  resources: { ...(limits && { limits }), ...(requests && { requests }) },
});

type Pod = {
  metadata: { annotations?: unknown };
  spec?: { containers: { resources: unknown }[]; initContainers?: { resources: unknown }[] };
  message?: string;
};

/** What became of a pod's containers, or why it was refused. */
const outcome = (body: unknown): unknown => {
  const { metadata, spec, message } = body as Pod;
  const resources = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((one) => one.resources);
  return [metadata.annotations, resources, message];
};
const pod = (name: string, containers: object[], more: object = {}): Step =>
  post(`${CORE}/pods`, object('v1', 'Pod', { containers, ...more }, name), { select: outcome });
const claim = (name: string, storage: string): Step =>
  post(
    CLAIMS,
    object(
      'v1',
      'PersistentVolumeClaim',
      { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
      name,
    ),
    { select: outcome },
  );

/** Limits of a namespace, and what keeps within them. */
export const LIMIT_RANGE_SEQUENCES: readonly Sequence[] = [
  tried({
    name: 'limit-ranges',
    path: RANGES,
    object: 'one',
    objects: [
      range(
        { type: 'Container', max: { cpu: '2', memory: '1024Mi' }, min: { cpu: '100m' }, default: { memory: '512Mi' } },
        { type: 'Pod', max: { cpu: 4 }, maxLimitRequestRatio: { cpu: 10 } },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' } },
      ),
      range({ type: '' }),
      range({ type: 'Node', max: { cpu: '1' } }, { type: 'example.com/x', max: { bananas: '1', 'a.b/c': '1' } }),
      range({ type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } }, { type: 'Pod' }),
      range({ type: 'PersistentVolumeClaim', max: { cpu: '1' } }),
      range({ type: 'Container', max: { storage: '1', 'Bad_/': '1', 'requests.example.com/x': '1' } }),
      range({ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }),
      range({ type: 'Container', min: { cpu: '2' }, max: { cpu: '3' }, defaultRequest: { cpu: '1' } }),
      range({ type: 'Container', max: { cpu: '3' }, default: { cpu: '4' }, defaultRequest: { cpu: '5' } }),
      range({ type: 'Container', min: { cpu: '2' }, default: { cpu: '1' }, defaultRequest: { cpu: '2' } }),
      range({
        type: 'Container',
        min: { cpu: '2' },
        max: { cpu: '3' },
        maxLimitRequestRatio: { cpu: '2', memory: '0.5' },
      }),
      range({ type: 'Container', default: { 'example.com/gpu': '2' }, defaultRequest: { 'example.com/gpu': '1' } }),
    ],
    changes: [
      { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
      { spec: { limits: [{ type: 'Some' }] } },
    ],
  }),
  {
    name: 'limited-containers',
    steps: [
      limited({ type: 'Container', max: { cpu: '2' }, min: { cpu: '0.1' }, default: { memory: '64Mi' } }),
      pod('plain', [container(), container({ cpu: '1' }, undefined, 'other')], {
        initContainers: [container({ memory: '1Gi' }, { cpu: '0.5' }, 'init')],
      }),
      pod('too-much', [container({ cpu: '3' })]),
      pod('too-little', [container({ cpu: '1' }, { cpu: '50m' })]),
      pod('little-limit', [container({ cpu: '0.05' })]),
      pod('init-too-much', [container()], { initContainers: [container({ cpu: '3' }, undefined, 'init')] }),
      post(`${CORE}/pods?dryRun=All`, object('v1', 'Pod', { containers: [container({ cpu: '5' })] }, 'tried'), {
        select: outcome,
      }),
      patch('merge', `${CORE}/pods/plain`, { metadata: { labels: { a: 'b' } } }, { select: problemsOf }),
    ],
  },
  {
    name: 'limited-ratios',
    steps: [
      limited({ type: 'Container', maxLimitRequestRatio: { cpu: '2' } }),
      pod('fits', [container({ cpu: '1' }, { cpu: '500m' })]),
      pod('too-wide', [container({ cpu: '1' }, { cpu: '300m' })]),
      pod('no-request', [container()]),
      pod('no-limit', [container(undefined, { cpu: '1' })]),
    ],
  },
  {
    name: 'limited-pods',
    steps: [
      limited({ type: 'Pod', max: { memory: '1Gi' }, min: { cpu: '1' } }),
      pod('fits', [
        container({ memory: '512Mi' }, { cpu: '600m' }),
        container({ memory: '0.5Gi' }, { cpu: '400m' }, 'b'),
      ]),
      pod('sum', [container({ memory: '1Gi' }, { cpu: '1' }), container({ memory: '1Ki' }, undefined, 'b')]),
      pod('small', [container({ memory: '1Gi' }, { cpu: '900m' })]),
      pod('init', [container({ memory: '1Mi' }, { cpu: '1' })], {
        initContainers: [
          { ...container({ memory: '600Mi' }, undefined, 'sidecar'), restartPolicy: 'Always' },
          container({ memory: '500Mi' }, undefined, 'init'),
        ],
      }),
      pod('own', [container()], { resources: { limits: { memory: '1Gi' }, requests: { cpu: '2' } } }),
      pod('own-too-much', [container()], { resources: { limits: { memory: '2Gi' }, requests: { cpu: '2' } } }),
      pod('nothing', [container()]),
    ],
  },
  {
    name: 'limited-claims',
    steps: [
      limited({ type: 'PersistentVolumeClaim', max: { storage: '2Gi' }, min: { storage: '1Gi' } }),
      claim('fits', '1Gi'),
      claim('small', '1Mi'),
      claim('large', '3Gi'),
    ],
  },
  {
    name: 'resources-of-containers',
    steps: [
      { bananas: '1' },
      { storage: '1', 'requests.example.com/x': '1' },
      { 'example.com/gpu': '1.5' },
      { 'hugepages-2Mi': '2Mi' },
      { 'kubernetes.io/x': '-1' },
    ].map((limits, index) =>
      post(`${CORE}/pods?dryRun=All`, object('v1', 'Pod', { containers: [container(limits)] }, `p${index}`), {
        select: problemsOf,
      }),
    ),
  },
  {
    name: 'requests-of-containers',
    steps: [
      [{ 'example.com/gpu': '2' }, { 'example.com/gpu': '1' }],
      [{}, { 'example.com/gpu': '1' }],
      [{ cpu: '1' }, { cpu: '2' }],
    ].map(([limits, requests], index) =>
      post(`${CORE}/pods?dryRun=All`, object('v1', 'Pod', { containers: [container(limits, requests)] }, `p${index}`), {
        select: problemsOf,
      }),
    ),
  },
];
