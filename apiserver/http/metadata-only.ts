import type { KubeObject } from '../object/kube-object.ts';

/** An object's metadata as metav1.PartialObjectMetadata. @param version of meta.k8s.io */
export function metadataOnly({ metadata }: Pick<KubeObject, 'metadata'>, version: string): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}
