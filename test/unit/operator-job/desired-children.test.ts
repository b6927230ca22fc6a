import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { core } from '../../../kubernetes/core-resources.ts';
import { desiredChildren } from '../../../operator/job/children/desired-children.ts';
import { withHash } from '../../../operator/job/children/content-hash.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { ResourceRef } from '../../../resources/kind.ts';
import { sampleJob, sampleSettings } from './sample-job.ts';

interface Container {
  name: string;
  image: string;
  env: { name: string; value?: string; valueFrom?: unknown }[];
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
  securityContext: unknown;
}
interface PodSpec extends Record<string, unknown> {
  containers: Container[];
}

const objectOf = (job: Job, ref: ResourceRef): Record<string, unknown> | undefined =>
  desiredChildren(job, sampleSettings).find((child) => child.ref === ref)?.object as
    Record<string, unknown> | undefined;

function podSpec(job: Job): PodSpec {
  const { spec } = objectOf(job, core.deployments) as unknown as { spec: { template: { spec: PodSpec } } };
  return spec.template.spec;
}

const container = (job: Job, name: string) => podSpec(job).containers.find((candidate) => candidate.name === name);

describe('the children of a Job', () => {
  test('are owned by it, labelled, and named after it', () => {
    for (const { object } of desiredChildren(sampleJob(), sampleSettings)) {
      expect(object.metadata).toMatchObject({
        name: 'mirror-debian',
        namespace: 'mirrors',
        labels: { 'mirror.durasync.dev/job': 'debian', 'app.kubernetes.io/managed-by': 'durasync-operator' },
        ownerReferences: [{ kind: 'Job', name: 'debian', uid: 'uid-1', controller: true }],
      });
    }
  });

  test('are the same for the same Job, whatever it says', () => {
    const parts = fc.record({
      config: fc.record({ interval: fc.constantFrom('1h', '6h'), exclude: fc.array(fc.string({ minLength: 1 })) }),
      deploy: fc.record({ disableFront: fc.boolean(), disableRsync: fc.boolean(), nodeName: fc.constant('n1') }),
      volume: fc.record({ size: fc.constantFrom('1Gi', '2T') }),
    });
    fc.assert(
      fc.property(parts, (given) => {
        const [one, other] = [0, 1].map(() => desiredChildren(sampleJob(given), sampleSettings).map(withHash));
        expect(one).toEqual(other);
      }),
    );
  });

  test('do not change with what only the workflow reads', () => {
    const config = { interval: '1h', exclude: ['*.iso'], retry: 9, cron: '0 * * * *', upstream: 'rsync://other/x/' };
    const changed = sampleJob({ config, metadata: { generation: 7, resourceVersion: '99', labels: { a: 'b' } } });
    expect(desiredChildren(changed, sampleSettings)).toEqual(desiredChildren(sampleJob(), sampleSettings));
  });
});

describe('the pod', () => {
  test('runs without any privilege', () => {
    const spec = podSpec(sampleJob());
    expect(spec['securityContext']).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const { securityContext } of spec.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('lets only the worker write the data and only the worker see the token', () => {
    const tokenDir = '/var/run/secrets/kubernetes.io/serviceaccount';
    const mount = (name: string, path: string) =>
      container(sampleJob(), name)?.volumeMounts.find(({ mountPath }) => mountPath === path);
    expect(mount('worker', '/data')?.readOnly).toBeUndefined();
    expect(mount('worker', tokenDir)).toBeUndefined();
    for (const server of ['front', 'rsync']) {
      expect(mount(server, '/data')?.readOnly).toBe(true);
      expect(mount(server, tokenDir)).toMatchObject({ name: 'no-token' });
    }
  });

  test('gives credentials as files of the Secret, to the worker only, and not by the environment', () => {
    const job = sampleJob({ config: { credentials: { secretName: 'login', passwordKey: 'pw' } } });
    expect(podSpec(job)['volumes']).toContainEqual({
      name: 'upstream-credentials',
      secret: {
        secretName: 'login',
        optional: true,
        defaultMode: 0o400,
        items: [
          { key: 'username', path: 'username' },
          { key: 'pw', path: 'password' },
        ],
      },
    });
    const mount = { name: 'upstream-credentials', mountPath: '/credentials', readOnly: true };
    expect(container(job, 'worker')?.volumeMounts).toContainEqual(mount);
    expect(container(job, 'worker')?.env).toContainEqual({ name: 'UPSTREAM_CREDENTIALS_DIR', value: '/credentials' });
    for (const server of ['front', 'rsync']) expect(container(job, server)?.volumeMounts).not.toContainEqual(mount);
    expect(JSON.stringify(podSpec(job))).not.toContain('secretKeyRef');
  });

  test('takes its placement and images from the Job', () => {
    const deploy = {
      image: 'own/worker:2',
      imagePullPolicy: 'Always',
      imagePullSecrets: ['registry'],
      nodeName: 'disk-1',
      nodeSelector: { disk: 'big' },
      tolerations: [{ operator: 'Exists' }],
      resources: { limits: { memory: '1Gi' } },
    };
    const job = sampleJob({ deploy });
    expect(podSpec(job)).toMatchObject({
      imagePullSecrets: [{ name: 'registry' }],
      nodeName: 'disk-1',
      nodeSelector: { disk: 'big' },
      tolerations: [{ operator: 'Exists' }],
    });
    expect(container(job, 'worker')).toMatchObject({
      image: 'own/worker:2',
      imagePullPolicy: 'Always',
      resources: { limits: { memory: '1Gi' } },
    });
  });
});

test.each([
  [{}, ['http', 'rsync'], ['worker', 'front', 'rsync']],
  [{ disableFront: true }, ['rsync'], ['worker', 'rsync']],
  [{ disableRsync: true }, ['http'], ['worker', 'front']],
  [{ disableFront: true, disableRsync: true }, undefined, ['worker']],
])('%j: the Service has ports %j and the pod containers %j', (deploy, ports, names) => {
  const job = sampleJob({ deploy });
  const service = objectOf(job, core.services) as { spec: { ports: { name: string }[] } } | undefined;
  expect(service?.spec.ports.map(({ name }) => name)).toEqual(ports);
  expect(podSpec(job).containers.map(({ name }) => name)).toEqual(names);
});

test('the worker may read its own Job and report its status, and nothing else', () => {
  expect(objectOf(sampleJob(), core.roles)?.['rules']).toEqual([
    { apiGroups: ['mirror.durasync.dev'], resources: ['jobs'], resourceNames: ['debian'], verbs: ['get'] },
    {
      apiGroups: ['mirror.durasync.dev'],
      resources: ['jobs/status'],
      resourceNames: ['debian'],
      verbs: ['get', 'patch'],
    },
  ]);
});
