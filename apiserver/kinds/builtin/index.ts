import type { Resource } from '../resource.ts';
import { configMap } from './config-map.ts';
import { cronJob } from './cron-job.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { event, newEvent } from './event.ts';
import { job } from './job.ts';
import { lease } from './lease.ts';
import { namespace } from './namespace.ts';
import { node } from './node.ts';
import { persistentVolumeClaim } from './persistent-volume-claim.ts';
import { persistentVolume } from './persistent-volume.ts';
import { PLAIN_KINDS } from './plain-kinds.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { pod } from './pod.ts';
import { replicaSet } from './replica-set.ts';
import { resourceQuota } from './resource-quota.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './role.ts';
import { secret } from './secret.ts';
import { serviceAccount } from './service-account.ts';
import { service } from './service.ts';
import { statefulSet } from './stateful-set.ts';
import { mutatingWebhookConfiguration, validatingWebhookConfiguration } from './webhook-configuration.ts';

/** The kinds served from the start. A kind is added by a file of its own, and its name in served-definitions.ts. */
export const BUILTIN_RESOURCES: readonly Resource[] = [
  clusterRole,
  clusterRoleBinding,
  configMap,
  cronJob,
  customResourceDefinition,
  daemonSet,
  deployment,
  endpointSlice,
  event,
  job,
  lease,
  mutatingWebhookConfiguration,
  namespace,
  newEvent,
  node,
  persistentVolume,
  persistentVolumeClaim,
  ...PLAIN_KINDS,
  pod,
  podDisruptionBudget,
  replicaSet,
  resourceQuota,
  role,
  roleBinding,
  secret,
  service,
  serviceAccount,
  statefulSet,
  validatingWebhookConfiguration,
];

export { namespace as namespaceResource } from './namespace.ts';
