import type { Sequence, Step } from '../sequence.ts';
import { fieldsOf, problemsOf } from './problems.ts';
import { patch, post } from './requests.ts';

type Kept = {
  readonly name: string;
  readonly path: string;
  readonly object: object;
  /** Merge patches, one after the other. */
  readonly changes: readonly object[];
  /** Of those where the message quotes the whole object. */
  readonly select?: Step['select'];
};

const NAME = 'x-{id}';

/** Creates an object and tries to change what may not change, and what may. */
const kept = ({ name, path, object, changes, select = problemsOf }: Kept): Sequence => ({
  name: `kept-${name}`,
  steps: [
    post(path, { metadata: { name: NAME }, ...object }),
    ...changes.map((change) => patch('merge', `${path}/${NAME}`, change, { select })),
  ],
});

const pod = (more: object = {}): object => ({
  spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never', ...more },
});
const spec = (content: object): object => ({ spec: content });
const template = (more: object): object => spec({ template: { spec: more } });
const AFFINITY = {
  nodeAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
    ],
  },
};
const SPREAD = {
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a', labelSelector: {} }] },
};
const JOBS = '/apis/batch/v1/namespaces/{ns}/jobs';
const VOLUMES = '/api/v1/persistentvolumes';
const HOST_VOLUME = {
  capacity: { storage: '1Gi' },
  accessModes: ['ReadWriteOnce'],
  hostPath: { path: '/x' },
};
const CSI_VOLUME = { ...HOST_VOLUME, hostPath: null, csi: { driver: 'a.b', volumeHandle: 'v' } };
const onNode = (value: string): object => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: [value] }] }] },
});

/** What is decided once: updates that would change it are refused. */
export const IMMUTABLE_FIELD_SEQUENCES: readonly Sequence[] = [
  kept({
    name: 'jobs',
    path: JOBS,
    object: spec({ template: pod(), completions: 2 }),
    changes: [
      spec({ completions: 3 }),
      spec({ parallelism: 3 }),
      template({ containers: [{ name: 'c', image: 'j' }] }),
      template({ nodeSelector: { a: 'b' } }),
      spec({ template: { metadata: { labels: { a: 'b' } } } }),
      spec({ completionMode: 'Indexed' }),
      spec({
        podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [3] } }] },
        podReplacementPolicy: 'Failed',
      }),
      spec({ suspend: true, backoffLimit: 2, activeDeadlineSeconds: 5, ttlSecondsAfterFinished: 3 }),
      spec({ managedBy: 'a.b/c' }),
    ],
    select: fieldsOf,
  }),
  kept({
    name: 'indexed-jobs',
    path: JOBS,
    object: spec({ template: pod(), completions: 2, parallelism: 2, completionMode: 'Indexed' }),
    changes: [
      spec({ completions: 3 }),
      spec({ completions: 3, parallelism: 3 }),
      spec({ backoffLimitPerIndex: 1 }),
      spec({ parallelism: 1 }),
      spec({ completionMode: 'NonIndexed' }),
    ],
  }),
  kept({
    name: 'suspended-jobs',
    path: JOBS,
    object: spec({ template: pod({ affinity: AFFINITY }), suspend: true }),
    changes: [
      template({ nodeSelector: { a: 'b' }, tolerations: [{ operator: 'Exists' }] }),
      template({ affinity: null, schedulingGates: [{ name: 'a.b/c' }] }),
      template({ affinity: AFFINITY }),
      template({ affinity: { ...AFFINITY, ...SPREAD } }),
      spec({ template: { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } } } }),
      template({ containers: [{ name: 'c', image: 'j' }] }),
      spec({ suspend: false }),
      template({ nodeSelector: { a: 'c' } }),
    ],
    select: fieldsOf,
  }),
  kept({
    name: 'revisions',
    path: '/apis/apps/v1/namespaces/{ns}/controllerrevisions',
    object: { revision: 1, data: { a: 1 } },
    changes: [{ data: { a: 2 } }, { revision: 3 }, { revision: -1 }],
    select: fieldsOf,
  }),
  kept({
    name: 'priorities',
    path: '/apis/scheduling.k8s.io/v1/priorityclasses',
    object: { value: 5 },
    changes: [{ value: 6 }, { preemptionPolicy: 'Never' }, { preemptionPolicy: 'Some' }, { description: 'd' }],
  }),
  kept({
    name: 'storage-classes',
    path: '/apis/storage.k8s.io/v1/storageclasses',
    object: { provisioner: 'a.b/c', parameters: { a: 'b' } },
    changes: [
      { provisioner: 'd' },
      { parameters: { a: 'c' } },
      { parameters: null, reclaimPolicy: 'Retain' },
      { volumeBindingMode: 'WaitForFirstConsumer' },
      { allowVolumeExpansion: true, mountOptions: ['ro'] },
    ],
  }),
  kept({
    name: 'ingress-classes',
    path: '/apis/networking.k8s.io/v1/ingressclasses',
    object: spec({ controller: 'a.b/c', parameters: { kind: 'K', name: 'n' } }),
    changes: [spec({ controller: 'a.b/d' }), spec({ parameters: { name: 'm' } }), spec({ parameters: null })],
  }),
  kept({
    name: 'volumes',
    path: VOLUMES,
    object: spec({ ...HOST_VOLUME, nodeAffinity: onNode('a') }),
    changes: [
      spec({ hostPath: { path: '/y' } }),
      spec({ hostPath: null, local: { path: '/y' } }),
      spec({ volumeMode: 'Block' }),
      spec({ nodeAffinity: onNode('b') }),
      spec({ nodeAffinity: null }),
      spec({ capacity: { storage: '2Gi' }, persistentVolumeReclaimPolicy: 'Delete', storageClassName: 'fast' }),
    ],
    select: fieldsOf,
  }),
  kept({
    name: 'csi-volumes',
    path: VOLUMES,
    object: spec(CSI_VOLUME),
    changes: [
      spec({ csi: { volumeHandle: 'w' } }),
      spec({ csi: { controllerExpandSecretRef: { name: 'a', namespace: 'b' } } }),
      spec({ csi: { controllerExpandSecretRef: { name: 'c' } } }),
      spec({ nodeAffinity: onNode('b') }),
    ],
    select: fieldsOf,
  }),
  kept({
    name: 'endpoint-slices',
    path: '/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices',
    object: { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 1 }] },
    changes: [{ addressType: 'IPv6' }, { addressType: 'FQDN', endpoints: [] }, { endpoints: [] }],
  }),
  kept({
    name: 'runtime-classes',
    path: '/apis/node.k8s.io/v1/runtimeclasses',
    object: { handler: 'a' },
    changes: [{ handler: 'b' }, { overhead: { podFixed: { cpu: '1' } } }],
  }),
  kept({
    name: 'nodes',
    path: '/api/v1/nodes',
    object: spec({ podCIDR: '10.1.0.0/24', providerID: 'a://b' }),
    changes: [
      spec({ podCIDR: '10.2.0.0/24' }),
      spec({ podCIDR: null, podCIDRs: ['10.2.0.0/24'] }),
      spec({ podCIDRs: ['10.1.0.0/24', 'fd00::/64'] }),
      spec({ providerID: 'a://c' }),
      spec({ externalID: 'x' }),
      spec({ unschedulable: true, taints: [{ key: 'a', effect: 'NoSchedule' }] }),
    ],
  }),
];
