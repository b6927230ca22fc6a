/** A pod with all sorts of fields, and what admission plugins for schedulers would add. */
export const POD_SPEC = {
  priority: 0,
  preemptionPolicy: 'PreemptLowerPriority',
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 7,
  dnsPolicy: 'None',
  dnsConfig: { nameservers: ['10.0.0.10'], searches: ['test'], options: [{ name: 'ndots', value: '2' }] },
  nodeSelector: { disk: 'fast' },
  serviceAccountName: 'robot',
  automountServiceAccountToken: false,
  hostAliases: [{ ip: '10.1.1.1', hostnames: ['a.test'] }],
  enableServiceLinks: false,
  shareProcessNamespace: true,
  securityContext: {
    runAsUser: 1000,
    runAsNonRoot: true,
    fsGroup: 2000,
    supplementalGroups: [1, 2],
    sysctls: [{ name: 'kernel.shm_rmid_forced', value: '0' }],
    seccompProfile: { type: 'RuntimeDefault' },
  },
  tolerations: [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
  ],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { a: 'b' } },
    },
  ],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 3, preference: { matchExpressions: [{ key: 'zone', operator: 'Exists' }] } },
      ],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'host', labelSelector: { matchLabels: { a: 'b' } }, namespaces: ['x'] },
      ],
    },
  },
  initContainers: [{ name: 'first', image: 'registry.test/init:1', command: ['a', '-b'], restartPolicy: 'Always' }],
  containers: [
    {
      name: 'main',
      image: 'registry.test/main:1',
      args: ['--flag', ''],
      workingDir: '/w',
      ports: [{ name: 'http', containerPort: 8080, hostPort: 0, protocol: 'TCP' }],
      env: [
        { name: 'A', value: 'b' },
        { name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k', optional: true } } },
        {
          name: 'R',
          valueFrom: { resourceFieldRef: { containerName: 'main', resource: 'limits.cpu', divisor: '1m' } },
        },
      ],
      envFrom: [{ prefix: 'P_', secretRef: { name: 's' } }],
      resources: {
        limits: { cpu: '1', memory: '128974848', 'example.test/gpu': '1' },
        requests: { cpu: '0.5', 'example.test/gpu': '1' },
      },
      livenessProbe: {
        httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'X', value: 'y' }] },
        timeoutSeconds: 2,
      },
      readinessProbe: { tcpSocket: { port: 8080 }, failureThreshold: 9 },
      startupProbe: { exec: { command: ['true'] } },
      lifecycle: { preStop: { sleep: { seconds: 3 } } },
      securityContext: { capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] }, readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'empty', mountPath: '/e', subPath: 's', readOnly: true }],
      terminationMessagePolicy: 'FallbackToLogsOnError',
      stdin: true,
    },
  ],
  volumes: [
    { name: 'empty', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
    { name: 'config', configMap: { name: 'c', defaultMode: 420, items: [{ key: 'k', path: 'p', mode: 256 }] } },
    {
      name: 'all',
      projected: {
        sources: [
          { serviceAccountToken: { path: 't', expirationSeconds: 3600, audience: 'a' } },
          { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
      },
    },
    { name: 'claim', persistentVolumeClaim: { claimName: 'c', readOnly: true } },
    { name: 'host', hostPath: { path: '/x', type: '' } },
  ],
};
