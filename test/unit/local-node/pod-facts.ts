import type { PodFacts } from '../../../deploy/local/node/container/field-path.ts';

/** A pod as the node sees it. */
export function podFacts(): PodFacts {
  return {
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1',
        namespace: 'demo',
        uid: 'u-1',
        labels: { tier: 'front', app: 'web' },
        annotations: { note: 'a "b"' },
      },
      spec: { containers: [{ name: 'main', resources: { requests: { memory: '1Gi' } } }] },
    },
    podIP: '127.77.0.9',
    hostIP: '127.0.0.1',
    nodeName: 'local',
    capacity: { cpus: 2, memoryBytes: 4096 },
  };
}
