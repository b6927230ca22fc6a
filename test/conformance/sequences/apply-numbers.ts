import type { Sequence, Step } from '../sequence.ts';
import { CORE, get } from './requests.ts';

const DEPLOYMENT = '/apis/apps/v1/namespaces/{ns}/deployments/d';

const apply = (path: string, body: object, manager = 'one', query = ''): Step => ({
  method: 'PATCH',
  path: `${path}?fieldManager=${manager}${query}`,
  body,
  contentType: 'application/apply-patch+yaml',
});

const deployment = (container: object, more: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { a: 'b' } },
    template: {
      metadata: { labels: { a: 'b' } },
      spec: {
        containers: [{ name: 'c', image: 'i', ...container }],
        volumes: [{ name: 'v', emptyDir: { sizeLimit: 1_000_000 } }],
      },
    },
    ...more,
  },
});
const limits = (cpu: unknown, memory: unknown): object => ({ resources: { limits: { cpu, memory } } });
const core = (kind: string, name: string, spec: object): object => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  spec,
});
const claim = (storage: unknown): object =>
  core('PersistentVolumeClaim', 'c', { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } });
const quota = (hard: object): Step => apply(`${CORE}/resourcequotas/q`, core('ResourceQuota', 'q', { hard }), 'one');
const scaler = (target: object): Step =>
  apply('/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers/h', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h' },
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
      metrics: [{ type: 'Pods', pods: { metric: { name: 'm' }, target: { type: 'AverageValue', ...target } } }],
    },
  });
const budget = (minAvailable: unknown): Step =>
  apply('/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets/b', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b' },
    spec: { minAvailable, selector: { matchLabels: { a: 'b' } } },
  });

/** Quantities, and numbers that may be texts, applied as either. */
export const APPLY_NUMBER_SEQUENCES: readonly Sequence[] = [
  {
    name: 'apply-numbers',
    steps: [
      apply(DEPLOYMENT, deployment(limits(2, 1_073_741_824))),
      apply(DEPLOYMENT, deployment(limits(2, 1_073_741_824))),
      apply(DEPLOYMENT, deployment(limits('2', '1Gi')), 'two'),
      apply(DEPLOYMENT, deployment(limits(0.5, '1073741824')), 'two', '&force=true'),
      apply(
        DEPLOYMENT,
        deployment(
          { livenessProbe: { httpGet: { path: '/', port: 80 } } },
          { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: '50%' } } },
        ),
      ),
      get(DEPLOYMENT),
      quota({ pods: 10, secrets: '1e2' }),
      quota({ pods: '10', services: 2_000_000 }),
      apply(`${CORE}/persistentvolumeclaims/c`, claim(1_000_000_000)),
      scaler({ averageValue: 30 }),
      scaler({ averageValue: '30' }),
      budget(1),
      budget('50%'),
    ],
  },
  {
    name: 'apply-no-numbers',
    steps: [
      apply(DEPLOYMENT, deployment(limits([1], { a: 1 }))),
      apply(DEPLOYMENT, deployment(limits({}, { b: ['x', { d: true }], a: null }))),
    ],
  },
];
