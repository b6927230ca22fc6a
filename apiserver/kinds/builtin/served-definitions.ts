/** The built-in kinds, by their names in Kubernetes' OpenAPI document. */
export const SERVED_DEFINITIONS = [
  'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration',
  'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration',
  'io.k8s.api.apps.v1.ControllerRevision',
  'io.k8s.api.apps.v1.DaemonSet',
  'io.k8s.api.apps.v1.Deployment',
  'io.k8s.api.apps.v1.ReplicaSet',
  'io.k8s.api.apps.v1.StatefulSet',
  'io.k8s.api.autoscaling.v1.Scale',
  'io.k8s.api.batch.v1.CronJob',
  'io.k8s.api.batch.v1.Job',
  'io.k8s.api.coordination.v1.Lease',
  'io.k8s.api.core.v1.Binding',
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.Endpoints',
  'io.k8s.api.core.v1.Event',
  'io.k8s.api.core.v1.Namespace',
  'io.k8s.api.core.v1.Node',
  'io.k8s.api.core.v1.PersistentVolume',
  'io.k8s.api.core.v1.PersistentVolumeClaim',
  'io.k8s.api.core.v1.Pod',
  'io.k8s.api.core.v1.ResourceQuota',
  'io.k8s.api.core.v1.Secret',
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.core.v1.ServiceAccount',
  'io.k8s.api.discovery.v1.EndpointSlice',
  'io.k8s.api.events.v1.Event',
  'io.k8s.api.networking.v1.Ingress',
  'io.k8s.api.networking.v1.IngressClass',
  'io.k8s.api.networking.v1.NetworkPolicy',
  'io.k8s.api.policy.v1.Eviction',
  'io.k8s.api.policy.v1.PodDisruptionBudget',
  'io.k8s.api.rbac.v1.ClusterRole',
  'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'io.k8s.api.rbac.v1.Role',
  'io.k8s.api.rbac.v1.RoleBinding',
  'io.k8s.api.scheduling.v1.PriorityClass',
  'io.k8s.api.storage.v1.CSINode',
  'io.k8s.api.storage.v1.StorageClass',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
] as const;

/** What is only sent: options, reviews, requests for tokens. */
export const SENT_DEFINITIONS = [
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
  'io.k8s.api.authentication.v1.SelfSubjectReview',
  'io.k8s.api.authentication.v1.TokenRequest',
  'io.k8s.api.authentication.v1.TokenReview',
  'io.k8s.api.authorization.v1.LocalSubjectAccessReview',
  'io.k8s.api.authorization.v1.SelfSubjectAccessReview',
  'io.k8s.api.authorization.v1.SelfSubjectRulesReview',
  'io.k8s.api.authorization.v1.SubjectAccessReview',
] as const;

/** What descriptions of the API refer to besides. */
export const DESCRIBED_DEFINITIONS = [
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
] as const;

export type ServedDefinition = (typeof SERVED_DEFINITIONS)[number] | (typeof SENT_DEFINITIONS)[number];
