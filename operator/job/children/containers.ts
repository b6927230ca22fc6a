import { FRONT_PORT, RSYNC_PORT, WORKER_PORT } from '../../../resources/job/job-names.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { JobSettings } from '../job-settings.ts';

/** Where every container finds the Job's volume; the servers show `mirror` below it. */
const DATA_DIR = '/data';
const SERVICE_ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';
const DATA_VOLUME = 'data';
const NO_TOKEN_VOLUME = 'no-token';
const CREDENTIALS_DIR = '/credentials';
const CREDENTIALS_VOLUME = 'upstream-credentials';

/** Small enough for a thousand mirrors; rsync itself needs more only for very long file lists. */
const DEFAULT_RESOURCES = { requests: { cpu: '10m', memory: '64Mi' } };

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** The containers of a Job's pod: the worker, and the servers it does without where the Job says so. */
export function containers(job: Job, settings: JobSettings) {
  const { disableFront, disableRsync } = job.spec.deploy;
  return [
    worker(job, settings),
    ...(disableFront ? [] : [front(job, settings)]),
    ...(disableRsync ? [] : [rsync(job, settings)]),
  ];
}

/** The volumes those containers mount. */
export function volumes(job: Job, claimName: string) {
  const { disableFront, disableRsync } = job.spec.deploy;
  const names = ['worker', ...(disableFront ? [] : ['front']), ...(disableRsync ? [] : ['rsync'])];
  return [
    { name: DATA_VOLUME, persistentVolumeClaim: { claimName } },
    ...names.map((name) => ({ name: temporaryVolume(name), emptyDir: {} })),
    ...(names.length > 1 ? [{ name: NO_TOKEN_VOLUME, emptyDir: {} }] : []),
    ...credentialVolume(job),
  ];
}

function worker(job: Job, settings: JobSettings) {
  const { deploy } = job.spec;
  const { name, namespace } = job.metadata;
  const hasLogin = job.spec.config.credentials !== undefined;
  return {
    ...container(job, 'worker', deploy.image ?? settings.images.worker),
    env: [
      ...commonEnv(),
      { name: 'TEMPORAL_ADDRESS', value: settings.temporal.address },
      { name: 'TEMPORAL_NAMESPACE', value: settings.temporal.namespace },
      { name: 'JOB_NAMESPACE', value: namespace },
      { name: 'JOB_NAME', value: name },
      { name: 'HTTP_PORT', value: String(WORKER_PORT) },
      { name: 'WORKER_TOKEN_PUBLIC_KEY', value: settings.workerTokenPublicKey },
      ...(hasLogin ? [{ name: 'UPSTREAM_CREDENTIALS_DIR', value: CREDENTIALS_DIR }] : []),
    ],
    ports: [{ name: 'worker', containerPort: WORKER_PORT, protocol: 'TCP' }],
    resources: deploy.resources ?? DEFAULT_RESOURCES,
    volumeMounts: [
      ...mounts('worker', 'read-write'),
      ...(hasLogin ? [{ name: CREDENTIALS_VOLUME, mountPath: CREDENTIALS_DIR, readOnly: true }] : []),
    ],
    startupProbe: { httpGet: { path: '/healthz', port: 'worker' }, periodSeconds: 1, failureThreshold: 120 },
    livenessProbe: { httpGet: { path: '/healthz', port: 'worker' }, periodSeconds: 30, timeoutSeconds: 5 },
    readinessProbe: { httpGet: { path: '/readyz', port: 'worker' }, periodSeconds: 5, timeoutSeconds: 5 },
  };
}

function front(job: Job, settings: JobSettings) {
  return {
    ...container(job, 'front', job.spec.deploy.frontImage ?? settings.images.front),
    env: [...commonEnv(), { name: 'FRONT_PORT', value: String(FRONT_PORT) }],
    ...server('front', { name: 'http', containerPort: FRONT_PORT }, { httpGet: { path: '/healthz', port: 'http' } }),
  };
}

function rsync(job: Job, settings: JobSettings) {
  return {
    ...container(job, 'rsync', job.spec.deploy.rsyncImage ?? settings.images.rsync),
    env: [
      ...commonEnv(),
      { name: 'RSYNC_PORT', value: String(RSYNC_PORT) },
      { name: 'MODULE', value: job.metadata.name },
    ],
    ...server('rsync', { name: 'rsync', containerPort: RSYNC_PORT }, { tcpSocket: { port: 'rsync' } }),
  };
}

function container(job: Job, name: string, image: string) {
  const { imagePullPolicy } = job.spec.deploy;
  return { name, image, ...(imagePullPolicy && { imagePullPolicy }), securityContext: RESTRICTED };
}

interface Port {
  readonly name: string;
  readonly containerPort: number;
}

/** What the two file servers share. The check must hold before the first sync too, when there is no file yet. */
function server(name: string, port: Port, check: object) {
  return {
    ports: [{ ...port, protocol: 'TCP' }],
    resources: DEFAULT_RESOURCES,
    volumeMounts: mounts(name, 'read-only'),
    livenessProbe: { ...check, periodSeconds: 30, timeoutSeconds: 5 },
    readinessProbe: { ...check, periodSeconds: 5, timeoutSeconds: 5 },
  };
}

const temporaryVolume = (container: string): string => `${container}-tmp`;

function mounts(container: string, access: 'read-write' | 'read-only') {
  const own = { name: temporaryVolume(container), mountPath: '/tmp' };
  const data = { name: DATA_VOLUME, mountPath: DATA_DIR };
  if (access === 'read-write') return [data, own];
  // A mount of its own at this path keeps the pod's token out of a container that faces the public.
  const noToken = { name: NO_TOKEN_VOLUME, mountPath: SERVICE_ACCOUNT_DIR, readOnly: true };
  return [{ ...data, readOnly: true }, own, noToken];
}

const commonEnv = () => [
  { name: 'DATA_DIR', value: DATA_DIR },
  { name: 'TMPDIR', value: '/tmp' },
  { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
];

/**
 * The two keys of the Secret as files, which follow the Secret without a restart. A missing one does not keep the pod from
 * starting: the run says in the status what is missing.
 */
function credentialVolume(job: Job) {
  const { credentials } = job.spec.config;
  if (credentials === undefined) return [];
  const { secretName, usernameKey, passwordKey } = credentials;
  const items = [
    { key: usernameKey, path: 'username' },
    { key: passwordKey, path: 'password' },
  ];
  // The kubelet adds reading by the pod's group, fsGroup, which is how the unprivileged worker gets at them.
  return [{ name: CREDENTIALS_VOLUME, secret: { secretName, items, defaultMode: 0o400, optional: true } }];
}
