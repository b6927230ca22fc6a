import type { Sample } from '../sample.ts';
import { local, sample } from '../sample.ts';

const involved = { kind: 'Pod', namespace: '{ns}', name: 'p', uid: '1', apiVersion: 'v1', fieldPath: 'spec' };

export const CORE_SAMPLES: readonly Sample[] = [
  local('v1', 'ConfigMap', 'configmaps', { data: { a: '1', empty: '' }, binaryData: { b: 'AAH/' }, immutable: true }),
  local('v1', 'Secret', 'secrets', { type: 'example.test/kind', data: { a: 'MQ==' }, stringData: { b: '2' } }),
  local('v1', 'ServiceAccount', 'serviceaccounts', {
    secrets: [{ name: 's', kind: 'Secret' }],
    imagePullSecrets: [{ name: 'pull' }],
    automountServiceAccountToken: false,
  }),
  local('v1', 'Service', 'services', {
    spec: {
      // An address that a dry run gives is none that can be asked for.
      clusterIP: 'None',
      selector: { app: 'sample' },
      ports: [
        { name: 'http', port: 80, targetPort: 'web', protocol: 'TCP', appProtocol: 'http' },
        { name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP' },
      ],
      publishNotReadyAddresses: true,
      externalIPs: ['192.0.2.1'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    },
  }),
  local('v1', 'Endpoints', 'endpoints', {
    subsets: [
      {
        addresses: [{ ip: '10.1.2.3', hostname: 'h', nodeName: 'n', targetRef: { kind: 'Pod', name: 'p' } }],
        notReadyAddresses: [{ ip: '10.1.2.4' }],
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      },
    ],
  }),
  local('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1.5Gi' } },
      selector: { matchLabels: { tier: 'fast' }, matchExpressions: [{ key: 'x', operator: 'In', values: ['a'] }] },
      storageClassName: '',
      volumeMode: 'Block',
      dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' },
    },
  }),
  local('v1', 'ResourceQuota', 'resourcequotas', {
    spec: {
      hard: { pods: '10', configmaps: '1k', 'count/deployments.apps': '3' },
    },
  }),
  local('v1', 'LimitRange', 'limitranges', {
    spec: {
      limits: [
        {
          type: 'Container',
          default: { cpu: '500m' },
          defaultRequest: { cpu: '250m' },
          max: { cpu: '2' },
          min: { cpu: '100m' },
          maxLimitRequestRatio: { cpu: '10' },
        },
      ],
    },
  }),
  local('v1', 'Event', 'events', {
    involvedObject: involved,
    reason: 'Tested',
    message: 'It was.',
    source: { component: 'test', host: 'h' },
    firstTimestamp: '2024-01-02T03:04:05Z',
    lastTimestamp: '2024-01-02T03:04:06Z',
    count: 3,
    type: 'Warning',
  }),
  local('events.k8s.io/v1', 'Event', 'events', {
    eventTime: '2024-01-02T03:04:05.123456Z',
    reportingController: 'example.test/c',
    reportingInstance: 'c-1',
    action: 'Testing',
    reason: 'Tested',
    regarding: involved,
    related: { kind: 'Node', name: 'n' },
    note: 'It was.',
    type: 'Normal',
    series: { count: 2, lastObservedTime: '2024-01-02T03:04:05.000001Z' },
  }),
  sample('v1', 'Namespace', 'namespaces', { metadata: { name: 'sample-{ns}' }, spec: { finalizers: ['kubernetes'] } }),
  sample('v1', 'Node', 'nodes', {
    metadata: { name: 'sample-{ns}' },
    spec: {
      podCIDR: '10.2.0.0/24',
      podCIDRs: ['10.2.0.0/24'],
      providerID: 'test://1',
      unschedulable: true,
      taints: [{ key: 'a', value: 'b', effect: 'NoExecute', timeAdded: '2024-01-02T03:04:05Z' }],
    },
    status: {
      capacity: { cpu: '4', memory: '8Gi' },
      allocatable: { cpu: '3800m' },
      conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2024-01-02T03:04:05Z' }],
      addresses: [{ type: 'InternalIP', address: '10.3.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { kubeletVersion: 'v1', architecture: 'amd64', operatingSystem: 'linux' },
      images: [{ names: ['registry.test/main:1'], sizeBytes: 5_000_000_000 }],
    },
  }),
  sample('v1', 'PersistentVolume', 'persistentvolumes', {
    metadata: { name: 'sample-{ns}' },
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'manual',
      mountOptions: ['hard'],
      csi: { driver: 'csi.test', volumeHandle: 'v', readOnly: true, volumeAttributes: { a: 'b' } },
      claimRef: { namespace: 'default', name: 'c', uid: 'u' },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] }] },
      },
    },
  }),
];
