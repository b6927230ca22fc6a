import type { Sequence } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { kind, object, rowsOf, TABLE } from './kind.ts';
import { problemsOf } from './problems.ts';
import { CORE, get, patch, post, put, remove } from './requests.ts';

const APPS = '/apis/apps/v1/namespaces/{ns}';
const BATCH = '/apis/batch/v1/namespaces/{ns}';
const NETWORK = '/apis/networking.k8s.io/v1/namespaces/{ns}';

const container = { name: 'main', image: 'registry.example/app:1' };
const labels = { app: 'one' };
const podSpec = (more: object = {}): object => ({ containers: [container], ...more });
const template = (spec: object = podSpec(), metadata: object = { labels }): object => ({ metadata, spec });
const selector = { matchLabels: labels };

const deployment = (spec: object, name?: string): object =>
  object('apps/v1', 'Deployment', { selector, template: template(), ...spec }, name);
const statefulSet = (spec: object, name?: string): object =>
  object('apps/v1', 'StatefulSet', { selector, serviceName: 'one', template: template(), ...spec }, name);
const daemonSet = (spec: object): object => object('apps/v1', 'DaemonSet', { selector, template: template(), ...spec });
const replicaSet = (spec: object): object =>
  object('apps/v1', 'ReplicaSet', { selector, template: template(), ...spec });
const job = (spec: object): object =>
  object('batch/v1', 'Job', { template: { spec: podSpec({ restartPolicy: 'Never' }) }, ...spec });
const cronJob = (spec: object): object =>
  object('batch/v1', 'CronJob', {
    schedule: '*/5 * * * *',
    jobTemplate: { spec: { template: { spec: podSpec({ restartPolicy: 'Never' }) } } },
    ...spec,
  });
const service = (spec: object, name?: string): object => object('v1', 'Service', spec, name);
const ports = [{ port: 80 }];
const claim = (spec: object): object =>
  object('v1', 'PersistentVolumeClaim', {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
    ...spec,
  });
const ingress = (spec: object): object => object('networking.k8s.io/v1', 'Ingress', spec);
const backend = { service: { name: 'one', port: { number: 80 } } };
const pod = (spec: object): object => object('v1', 'Pod', { containers: [container], ...spec });

const RICH_POD = podSpec({
  initContainers: [{ name: 'init', image: 'x', restartPolicy: 'Always' }],
  containers: [
    {
      ...container,
      ports: [{ containerPort: 80 }, { containerPort: 81, name: 'admin', protocol: 'UDP' }],
      env: [
        { name: 'A', value: 'b' },
        { name: 'F', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
      resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.5 } },
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { tcpSocket: { port: 'admin' }, periodSeconds: 5 },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      lifecycle: { preStop: { exec: { command: ['true'] } } },
    },
  ],
  volumes: [
    { name: 'data', emptyDir: {} },
    { name: 'config', configMap: { name: 'x' } },
    { name: 'secret', secret: { secretName: 'x' } },
    { name: 'host', hostPath: { path: '/x' } },
    {
      name: 'names',
      projected: { sources: [{ downwardAPI: { items: [{ path: 'n', fieldRef: { fieldPath: 'metadata.name' } }] } }] },
    },
  ],
});

/** The defaults the built-in kinds set and the mistakes they find. */
export const WORKLOAD_SEQUENCES: readonly Sequence[] = [
  ...kind(
    'deployments',
    `${APPS}/deployments`,
    [
      deployment({ template: template(RICH_POD) }),
      object('apps/v1', 'Deployment', {}),
      deployment({ replicas: -1 }),
      deployment({ selector: { matchLabels: { app: 'other' } } }),
      deployment({ selector: {} }),
      deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
      deployment({ strategy: { type: 'Sometimes' } }),
      deployment({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      deployment({ strategy: { rollingUpdate: { maxSurge: '25' } } }),
      deployment({ template: template(podSpec({ restartPolicy: 'Never' })) }),
      deployment({ template: template({ containers: [] }) }),
      deployment({ template: template(podSpec({ containers: [{ name: 'Bad_', image: '' }] })) }),
      deployment({ template: template(podSpec({ containers: [container, container] })) }),
      deployment({ minReadySeconds: 700, progressDeadlineSeconds: 600 }),
      deployment({ replicas: 'two' }),
    ],
    [{ spec: { replicas: 3 } }, { spec: { selector: { matchLabels: { app: 'two' } } } }, { spec: { paused: true } }],
  ),
  ...kind(
    'stateful-sets',
    `${APPS}/statefulsets`,
    [
      statefulSet({
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      }),
      object('apps/v1', 'StatefulSet', {}),
      statefulSet({ podManagementPolicy: 'Whatever' }),
      statefulSet({ updateStrategy: { type: 'Sometimes' } }),
      statefulSet({ updateStrategy: { rollingUpdate: { partition: -1 } } }),
      statefulSet({ replicas: -1, revisionHistoryLimit: -1 }),
    ],
    [{ spec: { replicas: 3 } }, { spec: { serviceName: 'two' } }, { spec: { podManagementPolicy: 'Parallel' } }],
  ),
  ...kind(
    'daemon-sets',
    `${APPS}/daemonsets`,
    [
      daemonSet({}),
      object('apps/v1', 'DaemonSet', {}),
      daemonSet({ updateStrategy: { type: 'Sometimes' } }),
      daemonSet({ template: template(podSpec({ restartPolicy: 'Never' })) }),
    ],
    [{ metadata: { labels: { a: 'b' } } }, { spec: { template: { spec: { hostNetwork: true } } } }],
  ),
  ...kind('replica-sets', `${APPS}/replicasets`, [
    replicaSet({ replicas: 2 }),
    object('apps/v1', 'ReplicaSet', {}),
    replicaSet({ replicas: -1 }),
    replicaSet({ selector: { matchLabels: { app: 'other' } } }),
  ]),
  ...kind(
    'jobs',
    `${BATCH}/jobs`,
    [
      job({}),
      object('batch/v1', 'Job', {}),
      job({ template: template() }),
      job({ parallelism: -1, completions: -1, backoffLimit: -1, activeDeadlineSeconds: -1 }),
      job({ completionMode: 'Sometimes' }),
      job({ ttlSecondsAfterFinished: -1 }),
    ],
    [{ spec: { parallelism: 2 } }, { spec: { completions: 5 } }, { spec: { suspend: true } }],
  ),
  ...kind(
    'cron-jobs',
    `${BATCH}/cronjobs`,
    [
      cronJob({}),
      object('batch/v1', 'CronJob', {}),
      cronJob({ schedule: 'sometimes' }),
      cronJob({ schedule: 'TZ=UTC 0 * * * *' }),
      cronJob({ timeZone: 'Nowhere/Land' }),
      cronJob({ concurrencyPolicy: 'Whatever' }),
      cronJob({ startingDeadlineSeconds: -1, successfulJobsHistoryLimit: -1, failedJobsHistoryLimit: -1 }),
    ],
    [{ spec: { suspend: true, schedule: '0 * * * *' } }],
  ),
  ...kind(
    'services',
    `${CORE}/services`,
    [
      service({
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'https', targetPort: 'web' },
        ],
        selector: labels,
      }),
      service({}),
      service({ ports: [{ port: 0 }] }),
      service({ ports: [{ port: 80 }, { port: 81 }] }),
      service({
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      }),
      service({ ports, type: 'Strange' }),
      service({ ports, type: 'ExternalName' }),
      service({ ports, clusterIP: '1.2.3.4.5' }),
      service({ ports, sessionAffinity: 'Maybe' }),
      service({ ports: [{ port: 80, protocol: 'XTP' }] }),
      service({ ports }, '1bad'),
    ],
    [
      { spec: { clusterIP: '10.96.7.7' } },
      { spec: { selector: { app: 'two' } } },
      { spec: { sessionAffinity: 'ClientIP' } },
    ],
  ),
  {
    name: 'more-services',
    steps: [
      post(`${CORE}/services`, service({ ports, clusterIP: 'None' }, 'headless')),
      post(`${CORE}/services`, service({ type: 'ExternalName', externalName: 'a.example' }, 'external')),
    ],
  },
  ...kind(
    'claims',
    `${CORE}/persistentvolumeclaims`,
    [
      claim({}),
      object('v1', 'PersistentVolumeClaim', {}),
      claim({ accessModes: ['Sometimes'] }),
      claim({ resources: { requests: { storage: '0' } } }),
      claim({ resources: { requests: { storage: '-1Gi' } } }),
      claim({ volumeMode: 'Liquid' }),
    ],
    [{ spec: { resources: { requests: { storage: '2Gi' } } } }, { spec: { accessModes: ['ReadOnlyMany'] } }],
  ),
  ...kind(
    'ingresses',
    `${NETWORK}/ingresses`,
    [
      ingress({
        ingressClassName: 'nginx',
        tls: [{ hosts: ['a.example'], secretName: 's' }],
        rules: [{ host: 'a.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      }),
      ingress({}),
      ingress({ rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend }] } }] }),
      ingress({ rules: [{ host: '1.2.3.4', http: { paths: [{ path: 'x', pathType: 'Exact', backend }] } }] }),
      ingress({ defaultBackend: { service: { name: 'one' } } }),
      ingress({ defaultBackend: {} }),
    ],
    [{ spec: { ingressClassName: 'other' } }],
  ),
  {
    name: 'wrong-pods',
    steps: [
      ...[
        {},
        { containers: [{ name: 'main' }] },
        { restartPolicy: 'Sometimes' },
        { dnsPolicy: 'Wrong' },
        { terminationGracePeriodSeconds: -1 },
        { activeDeadlineSeconds: 0 },
        { containers: [{ ...container, imagePullPolicy: 'Perhaps' }] },
        { containers: [{ ...container, ports: [{ containerPort: 0 }] }] },
        { containers: [{ ...container, env: [{ name: '1=' }] }] },
        { containers: [{ ...container, volumeMounts: [{ name: 'none', mountPath: '/x' }] }] },
        { containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] },
        { containers: [{ ...container, resources: { limits: { cpu: 'much' } } }] },
        { containers: [{ ...container, livenessProbe: {} }] },
        { volumes: [{ name: 'a' }, { name: 'a', emptyDir: {} }] },
        { hostNetwork: true, containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 81 }] }] },
        { tolerations: [{ operator: 'Exists', value: 'x' }] },
        { nodeName: 'Bad Node' },
      ].map((spec, index) =>
        post(`${CORE}/pods?dryRun=All`, { ...pod(spec), metadata: { name: `p${index}` } }, { select: problemsOf }),
      ),
    ],
  },
  {
    name: 'pods',
    steps: [
      post(`${CORE}/pods`, { ...pod(RICH_POD), metadata: { name: 'rich', labels } }),
      patch('merge', `${CORE}/pods/rich`, { spec: { containers: [{ ...container, image: 'other' }] } }),
      patch('strategic', `${CORE}/pods/rich`, {
        spec: { containers: [{ name: 'main', image: 'registry.example/app:2' }] },
      }),
      patch('strategic', `${CORE}/pods/rich`, { spec: { restartPolicy: 'Never' } }),
      patch('strategic', `${CORE}/pods/rich/status`, {
        status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], podIP: '10.0.0.1' },
      }),
      get(`${CORE}/pods`, { accept: TABLE, select: rowsOf }),
      get(`${CORE}/pods?fieldSelector=status.phase=Running`, { select: names }),
      get(`${CORE}/pods?fieldSelector=spec.nodeName=,status.phase!=Running`, { select: names }),
      remove(`${CORE}/pods/rich`, { gracePeriodSeconds: 0 }),
    ],
  },
  {
    name: 'scale',
    steps: [
      post(`${APPS}/deployments`, deployment({ replicas: 2 })),
      get(`${APPS}/deployments/one/scale`),
      patch('merge', `${APPS}/deployments/one/scale`, { spec: { replicas: 4 } }),
      patch('merge', `${APPS}/deployments/one/scale`, { spec: { replicas: -4 } }),
      (past) =>
        put(`${APPS}/deployments/one/scale`, {
          apiVersion: 'autoscaling/v1',
          kind: 'Scale',
          metadata: { name: 'one', namespace: '{ns}', resourceVersion: metadataOf(past[0]).resourceVersion },
          spec: { replicas: 1 },
        }),
      put(`${APPS}/deployments/one/scale`, { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'two' } }),
      get(`${APPS}/deployments/none/scale`),
      get(`${APPS}/deployments/one`),
    ],
  },
  {
    name: 'deletion',
    steps: [
      ...['Foreground', 'Orphan', 'Background'].flatMap((propagationPolicy, index) => [
        post(`${APPS}/deployments`, deployment({}, `d${index}`)),
        remove(`${APPS}/deployments/d${index}`, { propagationPolicy }, { select: deletedOf }),
      ]),
      post(`${CORE}/pods`, { ...pod({ nodeName: 'n' }), metadata: { name: 'graceful' } }),
      remove(`${CORE}/pods/graceful`, { gracePeriodSeconds: 20 }),
      remove(`${CORE}/pods/graceful`, { gracePeriodSeconds: 10 }),
      get(`${CORE}/pods/graceful`),
      remove(`${CORE}/pods/graceful`, { gracePeriodSeconds: 0 }),
      get(`${CORE}/pods/graceful`),
      remove(`${CORE}/pods/graceful?gracePeriodSeconds=-1`),
    ],
  },
];

/** What is left of an object that is to go: its finalizers say how. */
function deletedOf(body: unknown): unknown {
  const { kind: of, status, metadata } = body as { kind: string; status: unknown; metadata: { finalizers?: unknown } };
  return [of, of === 'Status' && status, metadata.finalizers];
}

function names(body: unknown): unknown {
  return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
}
