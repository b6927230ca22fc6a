import type { Sequence } from '../sequence.ts';
import { problemsOf } from './problems.ts';
import { CORE, post } from './requests.ts';

type Mistaken = { readonly name: string; readonly path: string; readonly apiVersion: string; readonly kind: string };

const container = { name: 'main', image: 'registry.example/app:1' };
const template = { metadata: { labels: { app: 'one' } }, spec: { containers: [container] } };
const base = { selector: { matchLabels: { app: 'one' } }, template };
const backend = { service: { name: 'one', port: { number: 80 } } };

/** One object for each spec, none of which is right. */
function mistakes({ name, path, apiVersion, kind }: Mistaken, specs: readonly object[]): Sequence {
  const steps = specs.map((spec, index) => {
    const metadata = 'name' in spec ? { name: spec.name } : { name: `one-${index}` };
    return post(`${path}?dryRun=All`, { apiVersion, kind, metadata, spec }, { select: problemsOf });
  });
  return { name: `mistaken-${name}`, steps };
}

const ofContainer = (...more: readonly object[]): object[] =>
  more.map((fields) => ({ containers: [{ ...container, ...fields }] }));
const ofPod = (...more: readonly object[]): object[] => more.map((fields) => ({ containers: [container], ...fields }));
const toleration = (...more: readonly object[]): object[] => ofPod(...more.map((one) => ({ tolerations: [one] })));
const schedule = (...schedules: readonly string[]): object[] =>
  schedules.map((text) => ({ schedule: text, jobTemplate: { spec: { template: endingTemplate } } }));
const endingTemplate = { spec: { restartPolicy: 'Never', containers: [container] } };
const paths = (...more: readonly object[]): object[] =>
  more.map((path) => ({ rules: [{ http: { paths: [{ backend, ...path }] } }] }));
const appsSpec = (...more: readonly object[]): object[] => more.map((fields) => ({ ...base, ...fields }));
const apps = (kind: string, plural: string): Mistaken => ({
  name: plural,
  path: `/apis/apps/v1/namespaces/{ns}/${plural}`,
  apiVersion: 'apps/v1',
  kind,
});
const lasting = { template: { ...template, spec: { containers: [container], activeDeadlineSeconds: 5 } } };
const rolling = (rollingUpdate: object): object => ({ type: 'RollingUpdate', rollingUpdate });

const POD_MISTAKES = [
  ...ofContainer(
    { image: ' x' },
    { ports: [{ containerPort: 70_000, hostPort: -1, protocol: 'x', name: 'TooLong_and_bad--' }] },
    {
      ports: [
        { containerPort: 80, name: 'a' },
        { containerPort: 81, name: 'a' },
      ],
    },
    { env: [{ value: 'x' }, { name: 'a', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
    { env: [{ name: 'a', valueFrom: { secretKeyRef: { name: '', key: 'k' } } }] },
    { env: [{ name: 'a', valueFrom: { secretKeyRef: { name: 'x', key: '' } } }] },
    { env: [{ name: 'a', valueFrom: { configMapKeyRef: { name: '', key: 'k' } } }] },
    { env: [{ name: 'a', valueFrom: {} }] },
    { livenessProbe: { exec: { command: [] } } },
    { livenessProbe: { tcpSocket: { port: 0 }, successThreshold: 2, periodSeconds: -1 } },
    { readinessProbe: { tcpSocket: { port: 'Bad' }, exec: { command: ['x'] } } },
    { readinessProbe: { httpGet: { port: 80, scheme: 'FTP' } } },
    { lifecycle: { preStop: {} } },
    { lifecycle: { postStart: { exec: { command: ['x'] }, tcpSocket: { port: 80 } } } },
    { terminationMessagePolicy: 'Loud' },
    { resources: { limits: { cpu: '-1' }, requests: { memory: '-1Gi' } } },
    {
      volumeMounts: [
        { name: 'v', mountPath: '/a' },
        { name: 'w', mountPath: '/a' },
      ],
    },
  ),
  ...ofPod(
    { initContainers: [{ name: 'main', image: 'x', readinessProbe: { exec: { command: ['x'] } } }] },
    { initContainers: [{ name: 'a', image: 'x' }, { name: 'a' }] },
    { volumes: [{ name: 'Bad_' }, { emptyDir: {} }] },
    {
      volumes: [
        { name: 'a', configMap: {} },
        { name: 'b', secret: {} },
        { name: 'c', hostPath: { path: '' } },
        { name: 'd', persistentVolumeClaim: { claimName: '' } },
        { name: 'e', nfs: { server: '', path: '' } },
      ],
    },
    { serviceAccountName: 'Bad_' },
    { hostname: 'a.b', subdomain: 'Bad_' },
    { activeDeadlineSeconds: 3_000_000_000 },
  ),
  ...toleration(
    { key: 'a/b/c' },
    { operator: 'Equal' },
    { key: 'a', operator: 'Maybe' },
    { key: 'a', effect: 'Never' },
    { key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 },
    { key: 'a', value: 'not a label' },
  ),
];

/** Wrong objects of the built-in kinds, each with the errors there are. */
export const MISTAKE_SEQUENCES: readonly Sequence[] = [
  mistakes({ name: 'pods', path: `${CORE}/pods`, apiVersion: 'v1', kind: 'Pod' }, POD_MISTAKES),
  mistakes(
    apps('Deployment', 'deployments'),
    appsSpec(
      { strategy: rolling({ maxUnavailable: '150%', maxSurge: -1 }) },
      { strategy: rolling({ maxUnavailable: '0%', maxSurge: '0%' }) },
      { minReadySeconds: -1, revisionHistoryLimit: -1, progressDeadlineSeconds: -1 },
      { selector: { matchLabels: { 'a b': 'c d' }, matchExpressions: [{ key: 'x', operator: 'Near' }] } },
      lasting,
    ),
  ),
  mistakes(apps('ReplicaSet', 'replicasets'), appsSpec({ selector: {} }, { minReadySeconds: -1 }, lasting)),
  mistakes(
    apps('StatefulSet', 'statefulsets'),
    appsSpec(
      { selector: {} },
      { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
      { minReadySeconds: -1, ordinals: { start: -1 } },
      { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Keep', whenScaled: 'Drop' } },
      lasting,
    ),
  ),
  mistakes(
    apps('DaemonSet', 'daemonsets'),
    appsSpec(
      { selector: {} },
      { updateStrategy: rolling({ maxUnavailable: 0, maxSurge: 0 }) },
      { updateStrategy: rolling({ maxUnavailable: 1, maxSurge: 1 }) },
      { updateStrategy: rolling({ maxUnavailable: 'x', maxSurge: 0 }) },
      { minReadySeconds: -1, revisionHistoryLimit: -1 },
      lasting,
    ),
  ),
  mistakes(
    { name: 'cron-jobs', path: '/apis/batch/v1/namespaces/{ns}/cronjobs', apiVersion: 'batch/v1', kind: 'CronJob' },
    [
      ...schedule(
        '60 * * * *',
        '* * 0 * *',
        '5-1 * * * *',
        '*/0 * * * *',
        '*/x * * * *',
        '1-2-3 * * * *',
        '*/2/3 * * * *',
      ),
      ...schedule('* * * foo *', '* * * jan-dec mon-fri', '@daily', '@sometimes', '@every 5m', '@every x', '* * * * 7'),
      ...schedule('CRON_TZ=UTC 1 * * * *', 'a * * * *', '-1 * * * *', '1,,2 * * * *', '? * * * *'),
      { ...schedule('* * * * *')[0], timeZone: 'Local' },
      { ...schedule('* * * * *')[0], timeZone: 'Europe/Paris' },
      { ...schedule('* * * * *')[0], timeZone: 'Europe/Paris ' },
      { ...schedule('TZ=UTC * * * * *')[0], timeZone: 'UTC' },
      { ...schedule('* * * * *')[0], timeZone: '' },
      {
        schedule: '* * * * *',
        jobTemplate: { spec: { backoffLimit: -1, completionMode: 'x', template: endingTemplate } },
      },
    ],
  ),
  mistakes({ name: 'services', path: `${CORE}/services`, apiVersion: 'v1', kind: 'Service' }, [
    { ports: [{ port: 80, targetPort: 'Bad--name-that-is-long' }] },
    { ports: [{ port: 80, targetPort: 70_000, name: 'Bad_' }] },
    {
      ports: [
        { port: 80, name: 'a' },
        { port: 81, name: 'a' },
      ],
    },
    { ports: [{ port: 80, appProtocol: 'a/b/c' }] },
    { ports: [{ port: 80, nodePort: 30_000 }] },
    {
      ports: [{ port: 80 }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 90_000 } },
    },
    { type: 'ExternalName', externalName: 'Bad_' },
    { type: 'ExternalName', externalName: 'good.example.' },
    { ports: [{ port: 80 }], selector: { 'a b': 'c d' } },
  ]),
  mistakes(
    { name: 'claims', path: `${CORE}/persistentvolumeclaims`, apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    [
      { accessModes: ['ReadWriteOncePod', 'ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
      { accessModes: [], storageClassName: 'Bad_', resources: { requests: { storage: '1Gi' } } },
      { accessModes: ['ReadWriteMany'], resources: {} },
    ],
  ),
  mistakes(
    {
      name: 'ingresses',
      path: '/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses',
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
    },
    [
      ...paths({ path: '/a//b/./c/%2f', pathType: 'Prefix' }, { path: '/a/..', pathType: 'Exact' }),
      ...paths(
        { path: 'x', pathType: 'ImplementationSpecific' },
        { pathType: 'Loose', path: '/' },
        { pathType: 'Prefix' },
      ),
      { rules: [{ host: '*.a*.b', http: { paths: [] } }] },
      { rules: [{ host: 'Bad_' }], ingressClassName: 'Bad_' },
      { tls: [{ hosts: ['Bad_', '*.fine.example'], secretName: 'Bad_' }], defaultBackend: backend },
      { defaultBackend: { service: { name: '1a', port: { name: 'Bad', number: 80 } } } },
      { defaultBackend: { service: { name: '', port: { name: 'Bad' } } } },
      { defaultBackend: { service: { name: 'a', port: { number: 70_000 } } } },
      { defaultBackend: { ...backend, resource: { kind: 'a', name: 'b' } } },
      { defaultBackend: { resource: { kind: '', name: '' } } },
    ],
  ),
];
