import type { Sequence } from '../sequence.ts';
import type { Schema } from './definitions.ts';
import { gadgets, tryDefinition, withSpec } from './definitions.ts';

const text = { type: 'string' };
const QUANTITY =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';
const intOrString = { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true };
const quantity = { ...intOrString, pattern: QUANTITY };
const quantities = { type: 'object', additionalProperties: quantity };
const labels = { type: 'object', additionalProperties: text };
const object = (properties: Schema, more: Schema = {}): Schema => ({ type: 'object', properties, ...more });
const array = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
const keyed = (keys: readonly string[], items: Schema): Schema =>
  array(items, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });
const free = { 'x-kubernetes-preserve-unknown-fields': true };

const selector = object(
  {
    matchExpressions: array(
      object(
        { key: text, operator: text, values: array(text, { 'x-kubernetes-list-type': 'atomic' }) },
        { required: ['key', 'operator'] },
      ),
      { 'x-kubernetes-list-type': 'atomic' },
    ),
    matchLabels: labels,
  },
  { 'x-kubernetes-map-type': 'atomic' },
);
const probe = object({
  httpGet: object({ host: text, path: text, port: intOrString, scheme: text }, { required: ['port'] }),
  grpc: object({ port: { type: 'integer', format: 'int32' }, service: { type: 'string', default: '' } }),
  initialDelaySeconds: { type: 'integer', format: 'int32' },
});
const container = object(
  {
    name: text,
    image: text,
    env: keyed(
      ['name'],
      object(
        {
          name: text,
          value: text,
          valueFrom: object({
            secretKeyRef: object(
              { key: text, name: { type: 'string', default: '' }, optional: { type: 'boolean' } },
              { required: ['key'], 'x-kubernetes-map-type': 'atomic' },
            ),
          }),
        },
        { required: ['name'] },
      ),
    ),
    livenessProbe: probe,
    resources: object({ limits: quantities, requests: quantities }),
    ports: keyed(
      ['containerPort', 'protocol'],
      object(
        { containerPort: { type: 'integer', format: 'int32' }, protocol: { type: 'string', default: 'TCP' } },
        { required: ['containerPort'] },
      ),
    ),
  },
  { required: ['name'] },
);
const podTemplate = object({
  metadata: { type: 'object', ...free },
  spec: object(
    {
      containers: keyed(['name'], container),
      initContainers: keyed(['name'], container),
      affinity: object({
        podAffinity: object({ required: array(object({ labelSelector: selector, topologyKey: text })) }),
      }),
      topologySpreadConstraints: keyed(
        ['topologyKey', 'whenUnsatisfiable'],
        object(
          { topologyKey: text, whenUnsatisfiable: text, labelSelector: selector },
          { required: ['topologyKey', 'whenUnsatisfiable'] },
        ),
      ),
    },
    { required: ['containers'] },
  ),
});

/** As issuers and certificates have it. */
const CERTIFICATE = object(
  {
    duration: text,
    dnsNames: array(text, { 'x-kubernetes-list-type': 'atomic' }),
    privateKey: object({ algorithm: { type: 'string', enum: ['RSA', 'ECDSA'] }, size: { type: 'integer' } }),
    issuerRef: object({ name: text, kind: text }, { required: ['name'] }),
    solvers: array(object({ config: free, any: { type: 'object', ...free } })),
    usages: array({ type: 'string', enum: ['signing', 'server auth'] }),
    keystores: object({ jks: object({ alias: text, create: { type: 'boolean' } }, { required: ['create'] }) }),
  },
  { required: ['issuerRef'] },
);

/** As monitors and alert rules have it. */
const MONITOR = object({
  replicas: { type: 'integer', format: 'int32', minimum: 0, default: 1 },
  interval: {
    type: 'string',
    pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?)$',
  },
  groups: keyed(
    ['name'],
    object(
      {
        name: { ...text, minLength: 1 },
        rules: array(object({ alert: text, expr: intOrString, labels })),
        limit: { type: 'integer' },
      },
      { required: ['name'] },
    ),
  ),
  storage: object({
    volumeClaimTemplate: object({
      apiVersion: text,
      kind: text,
      metadata: object({ annotations: labels, labels, name: text }),
      spec: object({ resources: object({ requests: quantities }), storageClassName: text, selector }),
    }),
  }),
  relabelings: array(object({ action: { type: 'string', enum: ['replace', 'Replace'], default: 'replace' } })),
  tsdb: object({}, { nullable: true }),
});

/** As workflows and rollouts have it. */
const WORKFLOW = object({
  arguments: object({ parameters: array(object({ name: text, value: { nullable: true, ...free } })) }),
  templates: array({ type: 'object', ...free }),
  resource: { type: 'object', 'x-kubernetes-embedded-resource': true, ...free },
  manifest: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } },
  steps: array(array(object({ name: text }), { 'x-kubernetes-list-type': 'atomic' })),
  maxSurge: intOrString,
  weight: {
    allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: '^[0-9]' }],
    'x-kubernetes-int-or-string': true,
  },
  template: podTemplate,
});

/** As routes and gateways have it. */
const ROUTE = object({
  parentRefs: array(
    object(
      {
        group: { type: 'string', default: 'gateway.networking.k8s.io', maxLength: 253, pattern: '^$|^[a-z0-9.-]+$' },
        kind: { type: 'string', default: 'Gateway', minLength: 1, maxLength: 63 },
        name: { type: 'string', minLength: 1, maxLength: 253 },
        port: { type: 'integer', format: 'int32', minimum: 1, maximum: 65535 },
      },
      { required: ['name'] },
    ),
    { maxItems: 32, 'x-kubernetes-list-type': 'atomic' },
  ),
  rules: array(
    object({
      matches: array(
        object({
          path: object(
            {
              type: { type: 'string', enum: ['Exact', 'Prefix'], default: 'Prefix' },
              value: { ...text, maxLength: 64, default: '/' },
            },
            {
              default: { type: 'Prefix', value: '/' },
              'x-kubernetes-validations': [{ message: 'must be absolute', rule: "self.value.startsWith('/')" }],
            },
          ),
        }),
        { maxItems: 8, default: [{ path: { type: 'Prefix', value: '/' } }] },
      ),
    }),
    { maxItems: 16, default: [{ matches: [{ path: { type: 'Prefix', value: '/' } }] }] },
  ),
  listeners: array(object({ name: { ...text, maxLength: 63 }, port: { type: 'integer' } }, { required: ['name'] }), {
    maxItems: 16,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    'x-kubernetes-validations': [
      { message: 'one port each', rule: 'self.all(a, self.exists_one(b, a.port == b.port))' },
    ],
  }),
  addresses: array(
    object(
      { type: { ...text, default: 'IPAddress', maxLength: 63 }, value: { ...text, maxLength: 253 } },
      {
        oneOf: [
          { properties: { type: { enum: ['IPAddress'] }, value: { anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] } } },
          { properties: { type: { not: { enum: ['IPAddress'] } } } },
        ],
      },
    ),
    { maxItems: 16, 'x-kubernetes-list-type': 'atomic' },
  ),
});
const SETS = object({
  names: array(text, { 'x-kubernetes-list-type': 'set' }),
  refs: array(object({ name: text }, { 'x-kubernetes-map-type': 'atomic' }), { 'x-kubernetes-list-type': 'set' }),
});

const RULES = object(
  {
    mode: {
      type: 'string',
      maxLength: 10,
      'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'fixed' }],
    },
    size: {
      type: 'integer',
      'x-kubernetes-validations': [
        {
          rule: 'oldSelf.hasValue() ? self >= oldSelf.value() : self > 0',
          optionalOldSelf: true,
          messageExpression: "self > 0 ? 'too small' : 'not positive'",
          reason: 'FieldValueForbidden',
        },
      ],
    },
    a: { ...text, maxLength: 5 },
    b: { ...text, maxLength: 5 },
  },
  {
    oneOf: [{ required: ['a'] }, { required: ['b'] }],
    not: { required: ['a', 'b'] },
    allOf: [{ anyOf: [{ required: ['mode'] }, { required: ['size'] }] }],
    'x-kubernetes-validations': [
      { rule: '!has(self.a) || self.a != "x"', fieldPath: '.a', message: 'not x' },
      { rule: 'has(self.size) ||\nhas(self.mode)', message: 'one of them' },
    ],
  },
);

const SCHEMAS: readonly Schema[] = [
  ...[CERTIFICATE, MONITOR, WORKFLOW, ROUTE, object({ template: podTemplate }), RULES].map(withSpec),
  withSpec({ type: 'object', ...free }),
  { type: 'object', ...free },
  { type: 'object', description: 'd', title: 't', example: { a: 1 }, externalDocs: { url: 'x' } },
  {
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string', description: 'd' },
      kind: text,
      metadata: { type: 'object', properties: { name: { type: 'string', pattern: '^[a-z]' } } },
      spec: { type: 'object', nullable: true, minProperties: 1, additionalProperties: true },
      status: object({
        conditions: keyed(['type'], object({ type: text, status: text }, { required: ['type', 'status'] })),
      }),
    },
    'x-kubernetes-validations': [{ rule: 'self.metadata.name.size() < 20' }],
  },
];

const VERSION = {
  subresources: {
    status: {},
    scale: {
      specReplicasPath: '.spec.replicas',
      statusReplicasPath: '.status.replicas',
      labelSelectorPath: '.status.selector',
    },
  },
  additionalPrinterColumns: [
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 1 },
  ],
};

/** Definitions of the shapes that projects ship. */
export const ADMITTED_DEFINITION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'admitted-definitions',
    steps: [
      ...SCHEMAS.map((schema) => tryDefinition(gadgets(schema))),
      ...SCHEMAS.map((schema) => tryDefinition(gadgets(schema, VERSION))),
      tryDefinition(gadgets(withSpec(SETS))),
    ],
  },
];
