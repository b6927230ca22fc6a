import type { Sequence } from '../sequence.ts';
import type { Schema } from './definitions.ts';
import { gadgets, tryDefinition, withField, withSpec } from './definitions.ts';

const text = { type: 'string' };
const objects = { type: 'object', properties: { a: text, n: { type: 'array', items: text } } };
const object = (more: Schema): Schema => ({ type: 'object', properties: { a: text }, ...more });
const list = (type: string, items: Schema | undefined, more: Schema = {}): Schema => ({
  type: 'array',
  'x-kubernetes-list-type': type,
  ...(items && { items }),
  ...more,
});
const keyed = (keys: readonly string[], items: Schema = objects, more: Schema = {}): Schema =>
  list('map', { required: ['a'], ...items }, { 'x-kubernetes-list-map-keys': keys, ...more });
const embedded = (more: Schema): Schema => ({ type: 'object', 'x-kubernetes-embedded-resource': true, ...more });

/** Schemas of a field, each with something that is not allowed. */
const FORMS: readonly Schema[] = [
  object({ additionalProperties: text }),
  object({ additionalProperties: false }),
  object({ additionalProperties: true }),
  { type: 'strng' },
  { type: 'null' },
  { type: 'array', items: text, uniqueItems: true },
  { type: 'array', items: [text] },
  object({ 'x-kubernetes-preserve-unknown-fields': false }),
  object({ definitions: { a: text } }),
  object({ definitions: { a: { type: 'strng' } } }),
  { $ref: '#/definitions/a' },
  object({ dependencies: { a: ['b'] } }),
  object({ dependencies: { a: { uniqueItems: true } } }),
  object({ patternProperties: { '^a': text } }),
  object({ id: 'x' }),
  object({ $schema: 'http://json-schema.org/draft-04/schema#' }),
  { type: 'array', items: text, additionalItems: false },
  object({ 'x-kubernetes-map-type': 'wide' }),
  { type: 'array', items: text, 'x-kubernetes-map-type': 'atomic' },
  { 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-map-type': 'atomic' },
];

const STRUCTURES: readonly Schema[] = [
  ...['anyOf', 'allOf', 'oneOf'].flatMap((junctor) => [
    object({ [junctor]: [{ type: 'object' }] }),
    object({ [junctor]: [{ properties: { a: { default: 'x', description: 'd', nullable: true } } }] }),
    object({ [junctor]: [{ properties: { z: { minLength: 1 } } }] }),
  ]),
  object({ not: { type: 'object', title: 't' } }),
  object({ not: { properties: { z: { minLength: 1 } } } }),
  object({ not: { properties: { metadata: { minProperties: 1 } } } }),
  object({ anyOf: [{ additionalProperties: { minLength: 1 } }] }),
  object({ anyOf: [{ allOf: [{ type: 'object' }] }] }),
  object({ anyOf: [{ properties: { a: { pattern: '(' } } }] }),
  object({ anyOf: [{ 'x-kubernetes-validations': [{ rule: 'true' }] }] }),
  object({ anyOf: [{ 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-int-or-string': true }] }),
  object({ anyOf: [{ 'x-kubernetes-embedded-resource': true, 'x-kubernetes-map-type': 'atomic' }] }),
  { type: 'array', items: text, allOf: [{ 'x-kubernetes-list-type': 'set' }] },
  { type: 'array', items: text, allOf: [{ items: { type: 'string', items: { minLength: 1 } } }] },
  { type: 'array', items: {} },
  { type: 'object', additionalProperties: {} },
  { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  { anyOf: [{ type: 'string' }, { type: 'integer' }], 'x-kubernetes-int-or-string': true },
  { 'x-kubernetes-int-or-string': true, 'x-kubernetes-preserve-unknown-fields': true },
  { 'x-kubernetes-int-or-string': true, 'x-kubernetes-embedded-resource': true, type: 'object' },
];

const LISTS: readonly Schema[] = [
  list('map', objects),
  keyed(['b']),
  keyed(['a', 'a']),
  keyed(['a', 'b', 'b']),
  keyed(['a'], { ...objects, required: [] }),
  keyed(['a'], { type: 'object', properties: { a: { type: 'string', nullable: true } } }),
  keyed(['n'], { ...objects, required: ['n'] }),
  keyed(['a'], { ...objects, nullable: true }),
  keyed(['a'], { type: 'string' }),
  list('map', undefined, { 'x-kubernetes-list-map-keys': ['a'] }),
  list('set', objects),
  list('set', { ...objects, 'x-kubernetes-map-type': 'granular' }),
  list('set', list('set', text)),
  list('set', { type: 'string', nullable: true }),
  list('heap', text),
  list('atomic', objects, { 'x-kubernetes-list-map-keys': ['a'] }),
  { type: 'array', items: objects, 'x-kubernetes-list-map-keys': ['a'] },
  { type: 'object', 'x-kubernetes-list-type': 'atomic' },
  { 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-list-type': 'atomic' },
];

const EMBEDDED: readonly Schema[] = [
  embedded({}),
  embedded({ type: 'array', items: text }),
  embedded({ type: undefined, properties: { a: text } }),
  embedded({ additionalProperties: text }),
  embedded({ properties: { kind: { type: 'integer' }, apiVersion: { type: 'object' }, metadata: text } }),
  embedded({ properties: { metadata: { type: 'object', properties: { x: embedded({ properties: { a: text } }) } } } }),
  embedded({
    properties: { metadata: { type: 'object', additionalProperties: { type: 'string', default: 'x' } } },
  }),
];

const DEFAULTS: readonly Schema[] = [
  object({ default: { zz: 1 } }),
  object({ default: { a: 1 } }),
  object({ default: { a: 'x', b: { c: 1 } } }),
  object({ default: 'x' }),
  { type: 'integer', default: 'x' },
  { type: 'integer', default: 0, minimum: 1 },
  { type: 'string', default: 'b', enum: ['a'] },
  { type: 'string', default: 'b', pattern: '^a' },
  { type: 'array', items: { type: 'integer' }, default: [1, 'x'] },
  { type: 'array', items: { type: 'string', default: 1 } },
  { type: 'string', default: 'b', maxLength: 5, 'x-kubernetes-validations': [{ rule: 'self == "a"' }] },
  object({ default: { a: 'b' }, 'x-kubernetes-validations': [{ rule: 'self.a == "a"' }] }),
  object({ required: ['a'], default: {} }),
  embedded({ properties: { a: text }, default: { a: 'x' } }),
];

const RULES: readonly Schema[] = [
  { rule: 'true', message: ' ' },
  { rule: 'true', message: 'a\rb' },
  { rule: 'true &&\ntrue' },
  { rule: 'true', messageExpression: ' ' },
  { rule: 'true', fieldPath: ' ' },
  { rule: 'true', fieldPath: '.a\n' },
  { rule: ' ', reason: 'Because', fieldPath: '.z' },
].map((rule) => object({ 'x-kubernetes-validations': [rule] }));

const OLD = { type: 'string', maxLength: 5, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
const UNCORRELATED: readonly Schema[] = [
  { type: 'array', items: { type: 'array', items: OLD } },
  { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { a: OLD } },
];

const root = (more: Schema): Schema => ({ ...withField(text), ...more });
const named = (fields: Schema): Schema => ({ type: 'object', properties: fields });

/** Schemas of whole objects. */
const ROOTS: readonly Schema[] = [
  { properties: { a: text } },
  { type: 'object', additionalProperties: text },
  root({ nullable: true }),
  named({ metadata: { type: 'object', properties: { labels: { type: 'object' } } } }),
  named({ metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 5 } } } }),
  named({ metadata: { type: 'object', description: 'd' } }),
  named({ metadata: { type: 'object', minProperties: 0 } }),
  named({ metadata: text }),
  named({ apiVersion: { type: 'integer' }, kind: { type: 'object' } }),
  named({ apiVersion: { type: 'string', enum: ['a'] }, kind: { type: 'string', pattern: '^G' } }),
  named({ kind: { type: 'string', default: 'x' } }),
  named({ metadata: { type: 'object', properties: { name: { type: 'string', default: 'x' } } } }),
];

const column = (more: object): object => ({
  additionalPrinterColumns: [{ name: 'a', type: 'string', jsonPath: '.a', ...more }],
});
const scale = (more: object): object => ({
  subresources: { scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n', ...more } },
});

/** What besides its schema may be wrong with a version. */
const VERSIONS: readonly object[] = [
  column({ type: 'object' }),
  column({ format: 'int16' }),
  column({ jsonPath: 'a' }),
  column({ jsonPath: '{.a}' }),
  column({ name: '', type: '', jsonPath: '' }),
  column({ format: 'date-time', type: 'date' }),
  column({ jsonPath: '.' }),
  scale({ specReplicasPath: '.status.n' }),
  scale({ statusReplicasPath: '.spec.n' }),
  scale({ specReplicasPath: 'spec.n', statusReplicasPath: '' }),
  scale({ labelSelectorPath: '.metadata.labels' }),
  scale({ labelSelectorPath: 's' }),
  scale({ labelSelectorPath: '.spec.s' }),
  { deprecationWarning: 'old' },
  { deprecated: true, deprecationWarning: '' },
  { deprecated: true, deprecationWarning: 'a\tb' },
  { deprecated: true, deprecationWarning: 'a'.repeat(257) },
  { deprecated: true, deprecationWarning: 'old' },
];

const NAMES = { plural: 'gadgets', kind: 'Gadget' };
const v1 = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: withField(text) } };
const v2 = { ...v1, name: 'v2', storage: false };

/** What may be wrong with a definition as a whole. */
const SPECS: readonly object[] = [
  { scope: 'Galaxy' },
  { names: { ...NAMES, kind: 'Gad_get' } },
  { names: { ...NAMES, listKind: 'Gadget' } },
  { names: { ...NAMES, singular: 'Gadget', shortNames: ['g', 'G'], categories: ['a b'] } },
  {
    versions: [
      { ...v1, ...column({ type: 'x' }) },
      { ...v2, ...column({ type: 'x' }) },
    ],
  },
  { versions: [{ ...v1, ...column({ type: 'x' }) }, v2] },
  { versions: [{ ...v1, ...scale({ specReplicasPath: '.n' }) }, v2] },
  { versions: [v1, { ...v2, schema: { openAPIV3Schema: withField({ type: 'strng' }) } }] },
  {
    versions: [v1, v2].map((version) => ({ ...version, schema: { openAPIV3Schema: withField({ type: 'strng' }) } })),
  },
];

const fields = (name: string, schemas: readonly Schema[]): Sequence => ({
  name,
  steps: schemas.map((schema) => tryDefinition(gadgets(withField(schema)))),
});

/** Definitions that cannot be, and some next to them that can. */
export const REFUSED_DEFINITION_SEQUENCES: readonly Sequence[] = [
  fields('refused-schema-forms', FORMS),
  fields('refused-structures', STRUCTURES),
  fields('refused-list-types', LISTS),
  fields('refused-embedded-resources', EMBEDDED),
  fields('refused-defaults', DEFAULTS),
  fields('refused-rule-forms', [...RULES, ...UNCORRELATED]),
  { name: 'refused-roots', steps: ROOTS.map((schema) => tryDefinition(gadgets(schema))) },
  { name: 'refused-versions', steps: VERSIONS.map((version) => tryDefinition(gadgets(withSpec(objects), version))) },
  {
    name: 'refused-specs',
    steps: SPECS.map((spec) => tryDefinition(gadgets(withSpec(objects), {}, spec))),
  },
];
