import type { Sample } from '../sample.ts';
import { local, sample } from '../sample.ts';

const named = { metadata: { name: 'sample-{ns}' } };
const STORAGE = 'storage.k8s.io/v1';
const backend = { service: { name: 's', port: { number: 80 } } };

/** Of /CN=ada/O=devs. */
const REQUEST =
  'MIHWMH8CAQAwHTEMMAoGA1UEAwwDYWRhMQ0wCwYDVQQKDARkZXZzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERwXlYip+CTDXotp86KwDLksDJSuek3Vyhn9I8+ySKEzGjP2GGftfhpvDD0nE9XDwuJcuFZte8AQvzwiamjt8a6AAMAoGCCqGSM49BAMCA0cAMEQCIDwURCXWuuBz455PHv1LR+5URe26Dq+KXy9aEy9Aj6+1AiBl13N4qPdcmJ6zZVyUcwSOxSS0KVbZTY0c2n/gSw0F+g==';
const certificateRequest = Buffer.from(
  `-----BEGIN CERTIFICATE REQUEST-----\n${REQUEST}\n-----END CERTIFICATE REQUEST-----\n`,
).toString('base64');

const schema = {
  type: 'object',
  properties: {
    size: { type: 'integer', minimum: 0.5, default: 3, enum: [1, 3], description: 'How big.' },
    map: { type: 'object', additionalProperties: { type: 'string', maxLength: 9 } },
    any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    list: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
      items: { type: 'object', required: ['key'], properties: { key: { type: 'string' } } },
    },
    closed: { type: 'object', additionalProperties: false },
  },
  'x-kubernetes-validations': [{ rule: 'true', message: 'never', reason: 'FieldValueInvalid' }],
};

export const OTHER_SAMPLES: readonly Sample[] = [
  sample('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    metadata: { name: 'wheels.{ns}.test' },
    spec: {
      group: '{ns}.test',
      scope: 'Cluster',
      names: { plural: 'wheels', kind: 'Wheel', shortNames: ['w'], categories: ['all'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: { status: {}, scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n' } },
          additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.size', priority: 1 }],
          selectableFields: [{ jsonPath: '.size' }],
        },
        {
          name: 'v2',
          served: false,
          storage: false,
          deprecated: true,
          schema: { openAPIV3Schema: { type: 'object' } },
        },
      ],
    },
  }),
  local('coordination.k8s.io/v1', 'Lease', 'leases', {
    spec: {
      holderIdentity: 'me',
      leaseDurationSeconds: 15,
      leaseTransitions: 0,
      acquireTime: '2024-01-02T03:04:05.000007Z',
      renewTime: '2024-01-02T03:04:06.123456Z',
    },
  }),
  local('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', {
    addressType: 'IPv4',
    endpoints: [
      {
        addresses: ['10.1.2.3'],
        conditions: { ready: true, serving: false },
        hints: { forZones: [{ name: 'a' }] },
        targetRef: { kind: 'Pod', name: 'p', namespace: '{ns}' },
        zone: 'a',
      },
    ],
    ports: [{ name: '', port: 8080, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' }],
  }),
  local('networking.k8s.io/v1', 'Ingress', 'ingresses', {
    spec: {
      ingressClassName: 'c',
      defaultBackend: { resource: { apiGroup: 'example.test', kind: 'Bucket', name: 'b' } },
      tls: [{ hosts: ['a.test'], secretName: 't' }],
      rules: [{ host: 'a.test', http: { paths: [{ path: '/x', pathType: 'Prefix', backend }] } }],
    },
  }),
  sample('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', {
    ...named,
    spec: {
      controller: 'example.test/c',
      parameters: { kind: 'P', name: 'p', scope: 'Namespace', namespace: 'default' },
    },
  }),
  local('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', {
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, { namespaceSelector: {} }],
          ports: [{ port: 'http', protocol: 'TCP' }],
        },
      ],
      egress: [{ ports: [{ port: 5000, endPort: 6000 }] }],
    },
  }),
  sample('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', {
    ...named,
    value: -5,
    description: 'Low.',
    preemptionPolicy: 'Never',
  }),
  sample('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', {
    ...named,
    handler: 'h',
    overhead: { podFixed: { memory: '120Mi', cpu: '250m' } },
    scheduling: { nodeSelector: { a: 'b' }, tolerations: [{ key: 'k', operator: 'Exists' }] },
  }),
  sample('certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificatesigningrequests', {
    ...named,
    spec: {
      request: certificateRequest,
      signerName: 'example.test/s',
      usages: ['client auth'],
      expirationSeconds: 3600,
    },
  }),
  sample(STORAGE, 'StorageClass', 'storageclasses', {
    ...named,
    provisioner: 'example.test/p',
    parameters: { a: 'b' },
    reclaimPolicy: 'Retain',
    mountOptions: ['ro'],
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }],
  }),
  sample(STORAGE, 'CSINode', 'csinodes', {
    ...named,
    spec: { drivers: [{ name: 'csi.test', nodeID: 'n', topologyKeys: ['zone'], allocatable: { count: 0 } }] },
  }),
  sample(STORAGE, 'CSIDriver', 'csidrivers', {
    ...named,
    spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Ephemeral'], fsGroupPolicy: 'File' },
  }),
  local(STORAGE, 'CSIStorageCapacity', 'csistoragecapacities', {
    storageClassName: 's',
    nodeTopology: { matchLabels: { zone: 'a' } },
    capacity: '10Gi',
    maximumVolumeSize: '1500M',
  }),
  sample(STORAGE, 'VolumeAttachment', 'volumeattachments', {
    ...named,
    spec: { attacher: 'csi.test', nodeName: 'n', source: { persistentVolumeName: 'v' } },
  }),
  sample(STORAGE, 'VolumeAttributesClass', 'volumeattributesclasses', {
    ...named,
    driverName: 'csi.test',
    parameters: { iops: '1000' },
  }),
];
