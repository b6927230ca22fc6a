import type { ResourceRef } from '../resources/kind.ts';

/** `api` is `group/version`, or only the version for the core group. */
function ref(api: string, plural: string, kind: string, namespaced = true): ResourceRef {
  const [version = '', group = ''] = api.split('/').reverse();
  return { group, version, plural, kind, namespaced };
}

/** The built-in kinds that Durasync reads or writes. */
export const core = {
  namespaces: ref('v1', 'namespaces', 'Namespace', false),
  nodes: ref('v1', 'nodes', 'Node', false),
  pods: ref('v1', 'pods', 'Pod'),
  services: ref('v1', 'services', 'Service'),
  secrets: ref('v1', 'secrets', 'Secret'),
  configMaps: ref('v1', 'configmaps', 'ConfigMap'),
  serviceAccounts: ref('v1', 'serviceaccounts', 'ServiceAccount'),
  persistentVolumeClaims: ref('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  persistentVolumes: ref('v1', 'persistentvolumes', 'PersistentVolume', false),
  deployments: ref('apps/v1', 'deployments', 'Deployment'),
  replicaSets: ref('apps/v1', 'replicasets', 'ReplicaSet'),
  endpointSlices: ref('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice'),
  events: ref('events.k8s.io/v1', 'events', 'Event'),
  leases: ref('coordination.k8s.io/v1', 'leases', 'Lease'),
  roles: ref('rbac.authorization.k8s.io/v1', 'roles', 'Role'),
  roleBindings: ref('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding'),
  clusterRoles: ref('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', false),
  customResourceDefinitions: ref(
    'apiextensions.k8s.io/v1',
    'customresourcedefinitions',
    'CustomResourceDefinition',
    false,
  ),
} as const;
