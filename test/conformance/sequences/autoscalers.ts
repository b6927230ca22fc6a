import type { Sequence } from '../sequence.ts';
import { object, rowsOf, TABLE, tried } from './kind.ts';
import { problemsOf } from './problems.ts';
import { at, get, patch, post, put } from './requests.ts';

const GROUP = '/apis/autoscaling';
const V1 = `${GROUP}/v1/namespaces/{ns}/horizontalpodautoscalers`;
const V2 = `${GROUP}/v2/namespaces/{ns}/horizontalpodautoscalers`;
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'one' };

const ofV1 = (spec: object, annotations?: object): object => ({
  ...object('autoscaling/v1', 'HorizontalPodAutoscaler', { scaleTargetRef, maxReplicas: 3, ...spec }),
  metadata: { name: 'one', annotations },
});
const ofV2 = (spec: object, name?: string): object =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', { scaleTargetRef, maxReplicas: 3, ...spec }, name);

const resource = (name: string, target: object): object => ({ type: 'Resource', resource: { name, target } });
const cpu = (averageUtilization: number): object => resource('cpu', { type: 'Utilization', averageUtilization });
const service = { kind: 'Service', name: 's' };
const hits = { name: 'hits', selector: { matchLabels: { b: 'c', a: 'b' } } };
const METRICS = [
  { type: 'Object', object: { describedObject: service, metric: hits, target: { type: 'Value', value: '1000m' } } },
  cpu(50),
  { type: 'External', external: { metric: hits, target: { type: 'AverageValue', averageValue: '5' } } },
  { type: 'External', external: { metric: { name: 'x' }, target: { type: 'Value', value: '5' } } },
  { type: 'Pods', pods: { metric: { name: 'p' }, target: { type: 'AverageValue', averageValue: '5' } } },
  resource('memory', { type: 'AverageValue', averageValue: '1Gi' }),
  {
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: 'c', target: { type: 'Utilization', averageUtilization: 20 } },
  },
];
const CURRENT = [
  { type: 'Object', object: { describedObject: service, metric: hits, current: { value: '2' } } },
  { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 40, averageValue: '100m' } } },
  { type: 'External', external: { metric: hits, current: { averageValue: '3' } } },
  { type: 'Pods', pods: { metric: { name: 'p' }, current: { averageValue: '4' } } },
];
const STATUS = {
  observedGeneration: 1,
  currentReplicas: 2,
  desiredReplicas: 3,
  lastScaleTime: '2026-01-02T03:04:05Z',
  currentMetrics: CURRENT,
  conditions: [{ type: 'AbleToScale', status: 'True', reason: 'Fine', message: 'a < b' }],
};
const behavior = {
  scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 10 }], tolerance: '0.1' },
};

const PREFIX = 'autoscaling.alpha.kubernetes.io';

/** Autoscalers in both of their versions, which are one object. */
export const AUTOSCALER_SEQUENCES: readonly Sequence[] = [
  tried({
    name: 'autoscalers',
    path: V2,
    object: 'one',
    objects: [
      ofV2({ metrics: METRICS, behavior }),
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {}),
      ofV2({ minReplicas: 0 }),
      ofV2({ minReplicas: 5, scaleTargetRef: { apiVersion: 'v1', kind: 'a/b', name: 'c%' } }),
      ofV2({ scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'c' } }),
      ofV2({ scaleTargetRef: { apiVersion: 'a/b/c', kind: 'Other', name: 'c' } }),
      ofV2({ metrics: [{}, { type: 'Strange' }, { type: 'Pods' }] }),
      ofV2({ metrics: [{ type: 'Pods', resource: { name: '' }, external: {} }] }),
      ofV2({
        metrics: [
          { type: 'Object', object: {} },
          { type: 'External', external: {} },
        ],
      }),
      ofV2({ metrics: [{ type: 'Pods', pods: { metric: { name: 'a/b' }, target: { type: 'Value', value: '0' } } }] }),
      ofV2({ metrics: [resource('cpu', { type: 'None', averageUtilization: 0, averageValue: '-1' })] }),
      ofV2({ metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'B_' } }] }),
      ofV2({
        metrics: [
          { type: 'External', external: { metric: hits, target: { type: 'Value', value: '1', averageValue: '1' } } },
        ],
      }),
      ofV2({ behavior: { scaleUp: { stabilizationWindowSeconds: -1, selectPolicy: 'Some' } } }),
      ofV2({ behavior: { scaleDown: { stabilizationWindowSeconds: 4000, policies: [{ type: 'x' }] } } }),
      ofV2({ behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 2000 }] } } }),
    ],
    changes: [
      { spec: { maxReplicas: 5, minReplicas: 2 } },
      { spec: { minReplicas: 9 } },
      { spec: { scaleTargetRef: { apiVersion: 'v1' } }, metadata: { annotations: { [`${PREFIX}/behavior`]: '{}' } } },
    ],
    statuses: [{ status: STATUS, spec: { maxReplicas: 9 } }, { status: { currentReplicas: -1, desiredReplicas: -1 } }],
  }),
  tried({
    name: 'autoscalers-v1',
    path: V1,
    object: 'one',
    objects: [
      ofV1({ targetCPUUtilizationPercentage: 60 }),
      object('autoscaling/v1', 'HorizontalPodAutoscaler', {}),
      ofV1({ targetCPUUtilizationPercentage: 0, minReplicas: -1 }),
    ],
    changes: [{ spec: { targetCPUUtilizationPercentage: null } }, { spec: { minReplicas: 9 } }],
    statuses: [
      { status: { currentReplicas: 1, desiredReplicas: 2, currentCPUUtilizationPercentage: 30 } },
      { status: { currentReplicas: -1 } },
    ],
  }),
  {
    name: 'autoscaler-versions',
    steps: [
      post(V2, ofV2({ metrics: METRICS, behavior })),
      patch('merge', `${V2}/one/status`, { status: STATUS }),
      get(`${V1}/one`, { select: withoutManagers }),
      get(`${V1}/one`, { accept: TABLE, select: rowsOf }),
      get(V1, { select: at('items', 'length') }),
      patch('merge', `${V1}/one`, { spec: { targetCPUUtilizationPercentage: 70 } }, { select: withoutManagers }),
      get(`${V2}/one`, { select: withoutManagers }),
      patch(
        'merge',
        `${V1}/one`,
        { metadata: { annotations: { [`${PREFIX}/conditions`]: '[]', [`${PREFIX}/metrics`]: 'no JSON', x: 'y' } } },
        { select: withoutManagers },
      ),
      get(`${V2}/one`, { select: withoutManagers }),
      patch(
        'merge',
        `${V1}/one/status`,
        { status: { currentReplicas: 7 }, metadata: { annotations: { [`${PREFIX}/behavior`]: null } } },
        { select: withoutManagers },
      ),
      get(`${V2}/one`, { select: withoutManagers }),
      put(`${V1}/one`, ofV1({}), { select: withoutManagers }),
      get(`${V2}/one`, { select: withoutManagers }),
    ],
  },
  {
    name: 'autoscaler-annotations',
    steps: [
      post(
        V1,
        ofV1(
          { targetCPUUtilizationPercentage: 40 },
          {
            [`${PREFIX}/metrics`]: JSON.stringify([
              { type: 'Pods', pods: { metricName: 'p', targetAverageValue: '1000m' } },
              { type: 'Resource', resource: { name: 'memory', targetAverageUtilization: 5 } },
            ]),
            [`${PREFIX}/behavior`]: JSON.stringify({
              ScaleUp: { SelectPolicy: 'Min', Policies: [{ Type: 'Pods', Value: 1, PeriodSeconds: 5 }] },
            }),
            [`${PREFIX}/current-metrics`]: '[]',
            x: 'y',
          },
        ),
        { select: withoutManagers },
      ),
      get(`${V2}/one`, { select: withoutManagers }),
      post(`${V1}?dryRun=All`, { ...ofV1({}), metadata: { name: 'tried' } }, { select: at('spec') }),
      post(`${V1}?dryRun=All`, ofV1({}, { [`${PREFIX}/metrics`]: '[{"type":"Pods"}]' }), { select: problemsOf }),
    ],
  },
  { name: 'autoscaling-discovery', steps: [get(GROUP), get(`${GROUP}/v1`), get(`${GROUP}/v2`)] },
];

/** Who owns what is told in the version that was written, and not worked out for the other. */
function withoutManagers(body: unknown): unknown {
  const { metadata, ...content } = body as { metadata: object };
  return { ...content, metadata: { ...metadata, managedFields: undefined } };
}
