import type { Sequence } from '../sequence.ts';
import { get, post } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const OBJECTS = '/apis/{id}.example.com/v1/namespaces/{ns}/things';

const list = (type: string, items: object): object => ({
  type: 'array',
  maxItems: 5,
  'x-kubernetes-list-type': type,
  ...(type === 'map' && { 'x-kubernetes-list-map-keys': ['k'] }),
  items,
});
const short = { type: 'string', maxLength: 5 };
const PROPERTIES = {
  text: short,
  list: list('atomic', short),
  set: list('set', short),
  map: list('map', { type: 'object', required: ['k'], properties: { k: short, v: { type: 'integer' } } }),
  labels: { type: 'object', maxProperties: 5, additionalProperties: short },
};
const SPEC = {
  text: 'abc',
  list: ['a', 'b', 'c'],
  set: ['x', 'y'],
  map: [{ k: 'p', v: 1 }, { k: 'q' }],
  labels: { a: '1', b: '22' },
};

/** Each holds for SPEC. */
const RULES = [
  '!format.dns1123Label().validate(self.text).hasValue()',
  'format.uuid().validate("x").value() == ["does not match the UUID format"]',
  'format.byte().validate("?").value() == ["invalid base64"]',
  'format.date().validate("x").value() == ["invalid date"]',
  'format.datetime().validate("x").value() == ["invalid datetime"]',
  'format.named("dns1123Label").hasValue() && !format.named("none").hasValue()',
  '!format.dns1123LabelPrefix().validate("a-").hasValue()',
  'format.dns1035Label().validate("1a").hasValue()',
  'format.labelValue().validate("a b").hasValue() && !format.qualifiedName().validate("a/b").hasValue()',
  'self.list.all(i, v, v != "z" && i < 5)',
  'self.list.exists(i, v, i == 1 && v == "b")',
  'self.list.existsOne(i, v, v == "b")',
  'self.list.transformList(i, v, i > 0, v) == ["b", "c"]',
  'self.list.transformMap(i, v, i == 1, v) == {1: "b"}',
  'self.labels.transformMapEntry(k, v, {v: k})["1"] == "a"',
  'self.labels.all(k, v, k != v)',
  'self.set == ["y", "x"]',
  'self.set + ["x", "z"] == ["z", "y", "x"]',
  '(self.set + self.set).size() == 2',
  '(self.map + self.map).size() == 2',
  'self.list != ["c", "b", "a"]',
  '[1].first().value() == 1',
];

const definition = (rules: readonly string[]): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.{id}.example.com' },
  spec: {
    group: '{id}.example.com',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema(rules) } }],
  },
});

const schema = (rules: readonly string[]): object => ({
  type: 'object',
  properties: {
    spec: { type: 'object', properties: PROPERTIES, 'x-kubernetes-validations': rules.map((rule) => ({ rule })) },
  },
});

const thing = (spec: object): object => ({
  apiVersion: '{id}.example.com/v1',
  kind: 'Thing',
  metadata: { name: 'a' },
  spec,
});

/** What rules of custom resources may say. */
export const RULE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'rule-library',
    steps: [
      // Their opposites: each of them must be told to be broken.
      post(DEFINITIONS, definition(RULES.map((rule) => `!(${rule})`)), { select: () => undefined }),
      get(OBJECTS, { until: ({ status }) => status === 200, select: () => undefined }),
      post(OBJECTS, thing(SPEC), { until: ({ status }) => status !== 404 }),
    ],
  },
];
