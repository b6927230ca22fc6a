import type { KubernetesObject, ObjectMeta } from '../../../../resources/kind.ts';
import type { Condition, LabelSelector } from './meta.ts';
import type { PodSpec } from './pod.ts';

/** A pod template as Deployments and ReplicaSets hold it. */
export interface PodTemplate {
  metadata?: Partial<Pick<ObjectMeta, 'labels' | 'annotations'>>;
  spec: PodSpec;
}

/** A count or a percentage of the wished replicas. */
export type IntOrPercent = number | string;

/** apps/v1 Deployment, the fields in use here. Defaults are the API server's. */
export interface Deployment extends KubernetesObject {
  spec: {
    replicas?: number;
    selector: LabelSelector;
    template: PodTemplate;
    paused?: boolean;
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    progressDeadlineSeconds?: number;
    strategy?: {
      type?: 'Recreate' | 'RollingUpdate';
      rollingUpdate?: { maxSurge?: IntOrPercent; maxUnavailable?: IntOrPercent };
    };
  };
  status?: DeploymentStatus;
}

export interface DeploymentStatus {
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
  conditions?: Condition[];
}

/** apps/v1 ReplicaSet, the fields in use here. */
export interface ReplicaSet extends KubernetesObject {
  spec: { replicas?: number; minReadySeconds?: number; selector: LabelSelector; template: PodTemplate };
  status?: ReplicaSetStatus;
}

export interface ReplicaSetStatus {
  observedGeneration?: number;
  replicas: number;
  fullyLabeledReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
}
