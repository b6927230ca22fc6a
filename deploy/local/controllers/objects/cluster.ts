import type { KubernetesObject } from '../../../../resources/kind.ts';
import type { Condition } from './meta.ts';

/** core/v1 Node, the fields in use here. */
export interface Node extends KubernetesObject {
  spec?: { unschedulable?: boolean; taints?: { key: string; value?: string; effect: string }[] };
  status?: {
    conditions?: Condition[];
    capacity?: Record<string, string>;
    allocatable?: Record<string, string>;
    addresses?: { type: string; address: string }[];
    daemonEndpoints?: { kubeletEndpoint: { Port: number } };
    nodeInfo?: Record<string, string>;
  };
}

/** core/v1 Namespace. */
export interface Namespace extends KubernetesObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: 'Active' | 'Terminating' };
}

/** core/v1 ConfigMap. */
export interface ConfigMap extends KubernetesObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

/** core/v1 Secret; values are base64 text. */
export interface Secret extends KubernetesObject {
  data?: Record<string, string>;
}
