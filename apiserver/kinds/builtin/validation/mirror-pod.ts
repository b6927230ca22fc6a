import type { KubeObject } from '../../../object/kube-object.ts';

/** Whether a pod only shows what a node runs by itself. */
export const isMirror = ({ metadata }: KubeObject): boolean =>
  metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;

/** Where kube-apiserver sees what is wrong with a pod as a whole. */
export const NOWHERE = '[]';
