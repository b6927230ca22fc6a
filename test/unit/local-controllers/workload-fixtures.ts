import type { Deployment, ReplicaSet } from '../../../deploy/local/controllers/objects/workload.ts';
import { desiredReplicaSets } from '../../../deploy/local/controllers/deployment/desired-replica-sets.ts';

/** A Deployment with the API server's defaults. */
export function deployment(spec: Partial<Deployment['spec']> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'demo', uid: 'd-1', generation: 1 },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'v1' }] } },
      ...spec,
    },
  };
}

/** The same Deployment with another image. */
export function withImage(object: Deployment, image: string): Deployment {
  const template = { ...object.spec.template, spec: { containers: [{ name: 'main', image }] } };
  return { ...object, spec: { ...object.spec, template } };
}

/** A ReplicaSet that the Deployment would make, with its present counts. */
export function replicaSet(
  owner: Deployment,
  counts: { wished: number; pods?: number; available?: number; revision?: number },
): ReplicaSet {
  const { create } = desiredReplicaSets(owner, [], 0);
  if (!create) throw new Error('no ReplicaSet was planned');
  const { wished, pods = wished, available = pods, revision = 1 } = counts;
  const annotations = { ...create.metadata.annotations, 'deployment.kubernetes.io/revision': String(revision) };
  return {
    ...create,
    metadata: { ...create.metadata, annotations },
    spec: { ...create.spec, replicas: wished },
    status: { replicas: pods, availableReplicas: available, readyReplicas: available },
  };
}
