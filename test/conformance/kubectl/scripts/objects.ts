/** Objects several scripts work on. */
type Json = Readonly<Record<string, unknown>>;

export const configMap = (name: string, data: Json, metadata: Json = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

const podSpec = (image: string, more: Json = {}): object => ({
  containers: [
    {
      name: 'main',
      image,
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [
        { name: 'LEVEL', value: 'info' },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
      resources: { limits: { memory: '64Mi' }, requests: { cpu: '100m' } },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
      volumeMounts: [{ name: 'config', mountPath: '/etc/config' }],
      ...more,
    },
  ],
  volumes: [{ name: 'config', configMap: { name: 'one' } }],
});

/** What admission plugins for schedulers would add. */
const SCHEDULED: Json = {
  priority: 0,
  preemptionPolicy: 'PreemptLowerPriority',
  tolerations: ['not-ready', 'unreachable'].map((taint) => ({
    key: `node.kubernetes.io/${taint}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
};

export const pod = (name: string, labels: Json = { app: name }): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { ...podSpec('registry.test/main:1'), ...SCHEDULED },
});

export const deployment = (name: string, image = 'registry.test/main:1', more: Json = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: name } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: podSpec(image, more) },
  },
});

export const service = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, labels: { app: name } },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
});

/** Of a group of the script's own. */
export const gearDefinition: object = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gears.{id}.test' },
  spec: {
    group: '{id}.test',
    scope: 'Namespaced',
    names: { plural: 'gears', singular: 'gear', kind: 'Gear', shortNames: ['gr'], categories: ['machines'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.teeth', statusReplicasPath: '.status.teeth' } },
        additionalPrinterColumns: [
          { name: 'Teeth', type: 'integer', jsonPath: '.spec.teeth', description: 'How many.' },
          { name: 'Metal', type: 'string', jsonPath: '.spec.metal', priority: 1 },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'Gear turns.',
            properties: {
              spec: {
                type: 'object',
                description: 'What it should be.',
                required: ['teeth'],
                properties: {
                  teeth: { type: 'integer', description: 'How many teeth.', minimum: 1, maximum: 99 },
                  metal: { type: 'string', description: 'Of what.', default: 'steel', enum: ['steel', 'brass'] },
                  shafts: {
                    type: 'array',
                    description: 'Where it sits.',
                    items: { type: 'object', properties: { length: { type: 'number' } } },
                  },
                },
              },
              status: { type: 'object', properties: { teeth: { type: 'integer' }, phase: { type: 'string' } } },
            },
          },
        },
      },
    ],
  },
};

export const gear = (name: string, spec: Json): object => ({
  apiVersion: '{id}.test/v1',
  kind: 'Gear',
  metadata: { name },
  spec,
});
