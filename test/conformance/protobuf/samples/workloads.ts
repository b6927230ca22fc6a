import type { Sample } from '../sample.ts';
import { local } from '../sample.ts';
import { POD_SPEC } from './pod-spec.ts';

const selector = { matchLabels: { app: 'sample' } };
const template = { metadata: { labels: { app: 'sample' }, annotations: { a: 'b' } }, spec: POD_SPEC };
const onceSpec = { ...POD_SPEC, restartPolicy: 'Never' };
const onceTemplate = { ...template, spec: onceSpec };

export const WORKLOAD_SAMPLES: readonly Sample[] = [
  local('v1', 'Pod', 'pods', { spec: { ...POD_SPEC, activeDeadlineSeconds: 3_000_000 } }),
  local('v1', 'PodTemplate', 'podtemplates', { template }),
  local('v1', 'ReplicationController', 'replicationcontrollers', {
    spec: { replicas: 0, selector: { app: 'sample' }, template },
  }),
  local('apps/v1', 'Deployment', 'deployments', {
    spec: {
      replicas: 0,
      selector,
      template,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '30%', maxUnavailable: 1 } },
      minReadySeconds: 5,
      revisionHistoryLimit: 0,
      paused: true,
    },
  }),
  local('apps/v1', 'ReplicaSet', 'replicasets', { spec: { replicas: 3, selector, template } }),
  local('apps/v1', 'StatefulSet', 'statefulsets', {
    spec: {
      serviceName: 'sample',
      selector,
      template,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
      ordinals: { start: 2 },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  }),
  local('apps/v1', 'DaemonSet', 'daemonsets', {
    spec: {
      selector,
      template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' } },
    },
  }),
  local('apps/v1', 'ControllerRevision', 'controllerrevisions', {
    revision: 7,
    data: { spec: { any: [1, 'x', null, true] } },
  }),
  local('batch/v1', 'Job', 'jobs', {
    spec: {
      // What a dry run would generate is of another object's uid.
      manualSelector: true,
      selector,
      template: onceTemplate,
      parallelism: 2,
      completions: 4,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 2,
      ttlSecondsAfterFinished: 0,
      suspend: true,
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [3, 4] } }],
      },
      successPolicy: { rules: [{ succeededIndexes: '0-1', succeededCount: 1 }] },
    },
  }),
  local('batch/v1', 'CronJob', 'cronjobs', {
    spec: {
      schedule: '*/5 * * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 60,
      suspend: false,
      successfulJobsHistoryLimit: 0,
      jobTemplate: { metadata: { labels: { a: 'b' } }, spec: { template: onceTemplate } },
    },
  }),
  local('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    spec: { selector, maxUnavailable: '25%', unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  }),
  local('autoscaling/v1', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
      minReplicas: 1,
      maxReplicas: 5,
      targetCPUUtilizationPercentage: 80,
    },
  }),
  local('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        {
          type: 'Pods',
          pods: { metric: { name: 'm', selector }, target: { type: 'AverageValue', averageValue: '1500m' } },
        },
      ],
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      },
    },
  }),
];
