import type { Container, Pod } from '../../../deploy/local/controllers/objects/pod.ts';
import type { Deployment } from '../../../deploy/local/controllers/objects/workload.ts';

/** What the test's container prints, and then waits with a child of its own. */
const SCRIPT = [
  'echo "greeting=$GREETING password=$PASSWORD image=$FROM_IMAGE file=$(cat /config/GREETING) pod=$POD_IP"',
  'echo "run" >> /data/runs',
  'test -s "$KUBECONFIG" && echo "has kubeconfig"',
  'sleep 600 & wait',
].join('\n');

const container: Container = {
  name: 'main',
  image: 'test/shell:1',
  args: [SCRIPT],
  env: [
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
    { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  ],
  envFrom: [{ configMapRef: { name: 'settings' } }],
  volumeMounts: [
    { name: 'data', mountPath: '/data' },
    { name: 'config', mountPath: '/config' },
  ],
};

/** A Deployment of one pod that uses a claim, a ConfigMap and a Secret. */
export function deployment(namespace: string): Deployment {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 2,
          containers: [container],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
            { name: 'config', configMap: { name: 'settings' } },
          ],
        },
      },
    },
  };
}

/** A pod of one container. */
export function pod(
  namespace: string,
  name: string,
  spec: Partial<Container>,
  podSpec: Partial<Pod['spec']> = {},
): Pod {
  const containers = [{ name: 'main', image: 'test/shell:1', ...spec }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { terminationGracePeriodSeconds: 1, ...podSpec, containers },
  };
}
