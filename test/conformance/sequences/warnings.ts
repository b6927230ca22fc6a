import type { Sequence, Step } from '../sequence.ts';
import { CORE, patch, post } from './requests.ts';

const named = (content: object): object => ({ metadata: { name: 'w' }, ...content });
const resources = (limits: object, requests: object): object => ({ limits, requests });
const container = (name: string, bytes: object = {}): object => ({ name, image: 'i', resources: bytes });
const BROKEN = resources({ memory: '1500m', 'ephemeral-storage': '2500m' }, { memory: '500m' });

const podSpec = (restartPolicy: string): object => ({
  restartPolicy,
  containers: [container('c', BROKEN), container('d')],
  initContainers: [container('i', resources({ 'ephemeral-storage': '1500m' }, { cpu: '500m' }))],
});
const template = (restartPolicy: string): object => ({
  metadata: { labels: { a: 'b' } },
  spec: podSpec(restartPolicy),
});
const selected = { selector: { matchLabels: { a: 'b' } }, template: template('Always') };
const claim = (storage: string): object => ({
  accessModes: ['ReadWriteOnce'],
  resources: resources({ storage: '5500m' }, { storage }),
});

const nothing = { select: (): string => '' };
/** Creates one, and changes its labels and what it wants. */
const changed = (path: string, object: object, change: object): Step[] => [
  post(path, named(object), nothing),
  patch('merge', `${path}/w`, { metadata: { labels: { c: 'd' } } }, nothing),
  patch('merge', `${path}/w`, change, nothing),
];

const APPS = '/apis/apps/v1/namespaces/{ns}';
const BATCH = '/apis/batch/v1/namespaces/{ns}';
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses';
const CLASS = 'kubernetes.io/ingress.class';
const ingress = (name: string, old: string | undefined, spec: object): object => ({
  metadata: { name, ...(old !== undefined && { annotations: { [CLASS]: old } }) },
  spec: { defaultBackend: { service: { name: 's', port: { number: 1 } } }, ...spec },
});

const VOLUMES = '/api/v1/persistentvolumes?dryRun=All';
const volume = (spec: object): object => ({
  metadata: { name: 'w-{id}' },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
});

/** What clients are told of what is taken all the same. */
export const WARNING_SEQUENCES: readonly Sequence[] = [
  {
    name: 'fractional-bytes',
    steps: [
      ...['deployments', 'daemonsets', 'replicasets'].flatMap((plural) =>
        changed(`${APPS}/${plural}`, { spec: selected }, { spec: { minReadySeconds: 1 } }),
      ),
      ...changed(
        `${APPS}/statefulsets`,
        {
          spec: {
            ...selected,
            serviceName: 's',
            revisionHistoryLimit: -1,
            volumeClaimTemplates: [{ metadata: { name: 'v' }, spec: claim('1500m') }],
          },
        },
        { spec: { replicas: 3 } },
      ),
      ...changed(
        `${CORE}/replicationcontrollers`,
        { spec: { template: template('Always') } },
        { spec: { replicas: 3 } },
      ),
      ...changed(`${BATCH}/jobs`, { spec: { template: { spec: podSpec('Never') } } }, { spec: { parallelism: 3 } }),
      ...changed(
        `${BATCH}/cronjobs`,
        { spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: { spec: podSpec('Never') } } } } },
        { spec: { suspend: true } },
      ),
      ...changed(
        `${CORE}/podtemplates`,
        { template: template('Always') },
        { template: { metadata: { labels: null } } },
      ),
      ...changed(`${CORE}/persistentvolumeclaims`, { spec: claim('1500m') }, { metadata: { labels: { e: 'f' } } }),
      post(
        `${CORE}/pods?dryRun=All`,
        named({ spec: { ...podSpec('Always'), automountServiceAccountToken: false } }),
        nothing,
      ),
    ],
  },
  {
    name: 'ingress-warnings',
    steps: [
      post(INGRESSES, ingress('w', 'a', {})),
      patch('merge', `${INGRESSES}/w`, { metadata: { labels: { a: 'b' } } }),
      patch('merge', `${INGRESSES}/w`, { spec: { ingressClassName: 'b' } }),
      post(INGRESSES, ingress('x', 'a', { ingressClassName: 'a' })),
      post(INGRESSES, ingress('y', 'a', { ingressClassName: 'b' })),
      post(INGRESSES, ingress('z', undefined, { ingressClassName: 'Bad_' })),
    ],
  },
  {
    name: 'volume-warnings',
    steps: [
      volume({ hostPath: { path: '/x' }, persistentVolumeReclaimPolicy: 'Recycle' }),
      volume({ cephfs: { monitors: ['m'], secretRef: { name: 'n' } } }),
      volume({ glusterfs: { endpoints: 'e', path: 'p' } }),
      volume({ photonPersistentDisk: { pdID: 'p' } }),
      volume({ storageos: { volumeName: 'v', volumeNamespace: 'n' } }),
    ].map((object) => post(VOLUMES, object, nothing)),
  },
];
