import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { get, patch, post, put, remove } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
export const WIDGETS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/widgets';
export const ONE = `${WIDGETS}/one`;

/** A definition of widgets; `version` changes its one version. */
const definition = (spec: object, version: object = {}): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.{id}.conf.dev' },
  spec: {
    group: '{id}.conf.dev',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', ...spec },
              status: { type: 'object', properties: { n: { type: 'integer' } } },
            },
          },
        },
        ...version,
      },
    ],
  },
});

export const widget = (name: string, spec: unknown, more: object = {}): object => ({
  apiVersion: '{id}.conf.dev/v1',
  kind: 'Widget',
  metadata: { name },
  spec,
  ...more,
});

/** Serves widgets, and waits for them. */
export const serve = (spec: object, version: object = {}): Step[] => [
  post(DEFINITIONS, definition(spec, version), { select: () => '' }),
  get(WIDGETS, { until: ({ status }: Answer) => status === 200, select: () => '' }),
];
export const create = (spec: unknown): Step => post(WIDGETS, widget('one', spec));
export const withdraw = remove(`${DEFINITIONS}/widgets.{id}.conf.dev`, undefined, { select: () => '' });

const VALUES = {
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 10 },
    name: { type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]*$' },
    color: { type: 'string', enum: ['red', 'green'], default: 'red' },
    list: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'string' } },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    map: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
      items: { type: 'object', required: ['key'], properties: { key: { type: 'string' }, value: { type: 'integer' } } },
    },
    labels: { type: 'object', maxProperties: 2, additionalProperties: { type: 'string', maxLength: 3 } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    port: { 'x-kubernetes-int-or-string': true },
    optional: { type: 'string', nullable: true },
    nested: { type: 'object', default: {}, properties: { a: { type: 'string', default: 'b' } } },
    time: { type: 'string', format: 'date-time' },
    ratio: { type: 'number', exclusiveMinimum: true, minimum: 0 },
    one: {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
  },
};

const INVALID: readonly object[] = [
  {},
  { size: 0 },
  { size: 11, name: 'toolong' },
  { size: 1, name: 'a' },
  { size: 1, name: 'A1' },
  { size: 1, color: 'blue' },
  { size: '1' },
  { size: 1.5 },
  { size: null },
  { size: 1, list: [] },
  { size: 1, list: ['a', 'b', 'c', 'd'] },
  { size: 1, list: ['a', 1] },
  { size: 1, set: ['a', 'a'] },
  { size: 1, map: [{ key: 'a' }, { key: 'a' }] },
  { size: 1, map: [{ value: 1 }] },
  { size: 1, labels: { a: '1', b: '2', c: '3' } },
  { size: 1, labels: { a: 'long' } },
  { size: 1, port: true },
  { size: 1, time: 'yesterday' },
  { size: 1, ratio: 0.3 },
  { size: 1, ratio: 0 },
  { size: 1, one: {} },
  { size: 1, one: { a: '1', b: '2' } },
  { size: 1, nested: [] },
];

const RULES = {
  'x-kubernetes-validations': [
    { rule: 'self.min <= self.max', message: 'min must not exceed max' },
    {
      rule: '!has(self.name) || self.name != "bad"',
      messageExpression: '"name " + self.name + " is bad"',
      fieldPath: '.name',
    },
    { rule: 'self.min >= oldSelf.min', reason: 'FieldValueForbidden', message: 'min never shrinks' },
    { rule: '!has(self.list) || self.list[3] != "x" || self.list.size() > 3' },
  ],
  required: ['min', 'max'],
  properties: {
    min: { type: 'integer' },
    max: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self < 100' }] },
    name: { type: 'string', maxLength: 10 },
    fixed: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'fixed is fixed' }] },
    size: {
      type: 'string',
      maxLength: 20,
      'x-kubernetes-validations': [{ rule: 'quantity(self).isGreaterThan(quantity("1Mi"))' }],
    },
    list: {
      type: 'array',
      maxItems: 5,
      items: { type: 'string', maxLength: 5, 'x-kubernetes-validations': [{ rule: 'self != "no"' }] },
    },
    labels: {
      type: 'object',
      maxProperties: 5,
      additionalProperties: {
        type: 'string',
        maxLength: 5,
        'x-kubernetes-validations': [{ rule: 'self != "no"', reason: 'FieldValueDuplicate' }],
      },
    },
    rows: {
      type: 'array',
      maxItems: 5,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
      items: {
        type: 'object',
        required: ['key'],
        properties: { key: { type: 'string', maxLength: 5 }, n: { type: 'integer' } },
        'x-kubernetes-validations': [{ rule: 'self.n >= oldSelf.n', message: 'n grows' }],
      },
    },
  },
};

const mirrorManifest = new URL('../../../deploy/crds/jobs.mirror.durasync.dev.yaml', import.meta.url);

/** In a group of its own: other suites install the project's. */
const mirrorDefinition = JSON.parse(
  JSON.stringify(parse(readFileSync(mirrorManifest, 'utf8'))).replaceAll('mirror.durasync.dev', '{id}.durasync.dev'),
) as object;

/** Definitions that are refused. Compilers word their complaints differently: only where they are is compared. */
const withoutCompilerText = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body).replace(/compilation failed: (?:[^"\\]|\\.)*/g, 'compilation failed')) as unknown;
const refused = (...args: Parameters<typeof definition>): Step =>
  post(`${DEFINITIONS}?dryRun=All`, definition(...args), { select: withoutCompilerText });
const rules = (...list: object[]): object => ({
  properties: { a: { type: 'string', maxLength: 5 } },
  'x-kubernetes-validations': list,
});
const structure = (schema: object): object => ({ schema: { openAPIV3Schema: schema } });

export const CUSTOM_SEQUENCES: readonly Sequence[] = [
  {
    name: 'definition',
    steps: [
      post(DEFINITIONS, definition(VALUES)),
      get(`${DEFINITIONS}/widgets.{id}.conf.dev`, { until: isEstablished }),
      get(WIDGETS, { until: ({ status }) => status === 200 }),
      get('/apis/{id}.conf.dev'),
      get('/apis/{id}.conf.dev/v1', {
        select: (body) =>
          JSON.parse(
            JSON.stringify(body).replace(/"storageVersionHash":"[^"]*"/g, '"storageVersionHash":""'),
          ) as unknown,
      }),
      patch('merge', `${DEFINITIONS}/widgets.{id}.conf.dev`, { spec: { scope: 'Cluster', group: 'x.y' } }),
      withdraw,
      get(`${DEFINITIONS}/widgets.{id}.conf.dev`, { until: ({ status }) => status === 404 }),
    ],
  },
  { name: 'custom-values', steps: [...serve(VALUES), ...INVALID.map(create), withdraw] },
  {
    name: 'custom-pruning',
    steps: [
      ...serve(VALUES),
      post(
        WIDGETS,
        widget(
          'one',
          { size: 1, unknown: 1, free: { any: [1] }, optional: null, color: null, port: '80' },
          { extra: {} },
        ),
      ),
      post(`${WIDGETS}?fieldValidation=Strict`, widget('two', { size: 1, unknown: 1, list: ['a'] }, { extra: {} })),
      post(`${WIDGETS}?fieldValidation=Warn`, widget('three', { size: 1, unknown: 1 }, { extra: {} })),
      post(WIDGETS, { ...widget('four', { size: 1 }), metadata: { name: 'four', odd: 1 } }),
      patch('merge', ONE, { spec: { color: null, nested: null } }),
      patch('merge', ONE, { spec: { size: 99 } }),
      patch('strategic', ONE, { spec: { size: 2 } }),
      patch('json', ONE, [{ op: 'replace', path: '/spec/size', value: 3 }]),
      (past) =>
        put(ONE, {
          ...widget('one', { size: 4 }),
          metadata: { name: 'one', resourceVersion: metadataOf(past[9]).resourceVersion },
        }),
      put(ONE, widget('one', { size: 5 })),
      put(`${WIDGETS}/none`, widget('none', { size: 5 })),
      post(WIDGETS, { ...widget('five', { size: 1 }), kind: 'Gadget' }),
      post(WIDGETS, { ...widget('five', { size: 1 }), apiVersion: 'x/v1' }),
      post(WIDGETS, { metadata: { name: 'five' }, spec: { size: 1 } }),
      post(WIDGETS, widget('Bad_Name', { size: 1 })),
      post(WIDGETS, widget('six', { size: 1, list: null, port: null, nested: { a: null }, labels: { a: null } })),
      post(
        WIDGETS,
        widget('seven', { size: 1, list: null, port: null, nested: null, labels: { a: null }, set: [null] }),
      ),
      post(WIDGETS, widget('eight', { size: 1, list: null, free: { a: null }, labels: { a: null }, status: null })),
      get(WIDGETS),
      post(`${WIDGETS}?dryRun=All`, {
        ...widget('nine', { size: 1 }),
        metadata: { name: 'nine', finalizers: ['short', 'dotted.name', 'a.b/c', 'orphan'] },
      }),
      patch('merge', `${WIDGETS}/three?dryRun=All`, { metadata: { finalizers: ['other', 'no good'] } }),
      patch('merge', `${WIDGETS}/three?dryRun=All`, { metadata: { finalizers: ['other', 'a.b'] } }),
      remove(ONE),
      remove(ONE),
      remove(WIDGETS),
      withdraw,
    ],
  },
  {
    name: 'custom-status',
    steps: [
      ...serve(VALUES, {
        subresources: { status: {} },
        additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
      }),
      post(WIDGETS, widget('one', { size: 1 }, { status: { n: 1 } })),
      patch('merge', ONE, { status: { n: 2 }, spec: { size: 2 } }),
      patch('merge', `${ONE}/status`, { status: { n: 3 }, spec: { size: 3 }, metadata: { labels: { a: 'b' } } }),
      patch('merge', `${ONE}/status`, { status: { n: 'x' } }),
      get(`${ONE}/status`),
      patch('merge', ONE, { metadata: { labels: { c: 'd' } } }),
      get(`${ONE}/scale`),
      put(`${ONE}/status`, widget('one', { size: 1 }, { status: { n: 4 } })),
      get(WIDGETS, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }),
      withdraw,
    ],
  },
  {
    name: 'rules',
    steps: [
      ...serve(RULES),
      create({ min: 2, max: 1 }),
      create({ min: 2, max: 100, name: 'bad' }),
      create({ min: 'x', max: 1 }),
      create({ min: 1, max: 2, list: ['a', 'no'] }),
      create({ min: 1, max: 2, labels: { a: 'no' } }),
      create({ min: 1, max: 2, size: 'much' }),
      create({ min: 1, max: 2, size: '1Ki' }),
      create({ min: 1, max: 2, fixed: 'a', size: '1Gi', rows: [{ key: 'a', n: 1 }], list: ['a', 'b', 'c', 'd'] }),
      patch('merge', ONE, { spec: { min: 0 } }),
      patch('merge', ONE, { spec: { fixed: 'b' } }),
      patch('merge', ONE, {
        spec: {
          rows: [
            { key: 'b', n: 0 },
            { key: 'a', n: 0 },
          ],
        },
      }),
      patch('merge', ONE, { spec: { min: 2, fixed: null } }),
      patch('merge', ONE, { spec: { fixed: 'b' } }),
      withdraw,
    ],
  },
  {
    name: 'ratcheting',
    steps: [
      ...serve({ properties: { a: { type: 'string' }, b: { type: 'string' } } }),
      create({ a: 'wrong', b: 'x' }),
      patch(
        'merge',
        `${DEFINITIONS}/widgets.{id}.conf.dev`,
        definition({
          properties: {
            a: { type: 'string', maxLength: 3, 'x-kubernetes-validations': [{ rule: 'self != "wrong"' }] },
            b: { type: 'string' },
          },
        }),
        { select: () => '' },
      ),
      post(WIDGETS, widget('two', { a: 'wrong' }), { until: ({ status }) => status === 422 }),
      patch('merge', ONE, { spec: { b: 'y' } }),
      patch('merge', ONE, { spec: { a: 'false' } }),
      withdraw,
    ],
  },
  {
    name: 'refused-definitions',
    steps: [
      refused(rules({ rule: 'self.b == 1' })),
      refused(rules({ rule: 'self.a' })),
      refused(rules({ rule: '' })),
      refused(rules({ rule: 'self.a ==' })),
      refused(rules({ rule: 'true', message: 'a\nb' })),
      refused(rules({ rule: 'true', messageExpression: '1' })),
      refused(rules({ rule: 'true', messageExpression: 'self.b' })),
      refused(rules({ rule: 'true', fieldPath: '.b' })),
      refused(rules({ rule: 'true', reason: 'Because' })),
      refused(rules({ rule: 'true', optionalOldSelf: true })),
      refused({
        properties: {
          l: { type: 'array', items: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] } },
        },
      }),
      refused({ properties: { untyped: {} } }),
      refused({ properties: { l: { type: 'array' } } }),
      refused({ properties: { d: { type: 'string', default: 1 } } }),
      refused({ properties: { d: { type: 'string', pattern: '(' } } }),
      refused({}, structure({ type: 'string' })),
      refused({}, { schema: undefined }),
      refused({}, { storage: false }),
      refused({}, { name: 'V1' }),
      post(DEFINITIONS, { ...definition({}), metadata: { name: 'other.{id}.conf.dev' } }),
      post(DEFINITIONS, {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'x' },
      }),
    ],
  },
  {
    name: 'project-definition',
    steps: [
      post(DEFINITIONS, mirrorDefinition, { select: (body) => (body as { kind: string }).kind }),
      get('/apis/{id}.durasync.dev/v1/namespaces/{ns}/jobs', {
        until: ({ status }) => status === 200,
        select: () => '',
      }),
      ...[
        {},
        { config: { upstream: 'rsync://u:p@h/m/' }, volume: { size: '1Gi' } },
        { config: { upstream: 'rsync://h/m/' }, volume: { size: '2Gi' } },
      ].map((spec) =>
        post('/apis/{id}.durasync.dev/v1/namespaces/{ns}/jobs', {
          apiVersion: '{id}.durasync.dev/v1',
          kind: 'Job',
          metadata: { name: 'debian' },
          spec,
        }),
      ),
      patch('merge', '/apis/{id}.durasync.dev/v1/namespaces/{ns}/jobs/debian', {
        spec: { volume: { size: '1Gi' } },
      }),
      post('/apis/{id}.durasync.dev/v1/namespaces/{ns}/jobs', {
        apiVersion: '{id}.durasync.dev/v1',
        kind: 'Job',
        metadata: { name: 'with.dot' },
        spec: { config: { upstream: 'rsync://h/m/' }, volume: { size: '2Gi' } },
      }),
    ],
  },
];

function isEstablished({ body }: Answer): boolean {
  const { status } = body as { status?: { conditions?: { type: string; status: string }[] } };
  return status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ?? false;
}
