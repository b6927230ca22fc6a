/** The built-in kinds, by their names in Kubernetes' OpenAPI document. */
export const SERVED_DEFINITIONS = [
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.Event',
  'io.k8s.api.core.v1.Namespace',
  'io.k8s.api.core.v1.Secret',
  'io.k8s.api.core.v1.ServiceAccount',
  'io.k8s.api.coordination.v1.Lease',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
] as const;

export type ServedDefinition = (typeof SERVED_DEFINITIONS)[number];
