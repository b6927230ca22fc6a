import { describe, expect, test } from '@jest/globals';
import { ruleErrors } from '../../../../apiserver/schema/cel/evaluate-rules.ts';
import { ruleDefinitionErrors } from '../../../../apiserver/kinds/custom/rule-definition-errors.ts';
import type { Schema, ValidationRule } from '../../../../apiserver/schema/schema.ts';

const spec = (...rules: ValidationRule[]): Schema => ({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      'x-kubernetes-validations': rules,
      properties: {
        text: { type: 'string' },
        count: { type: 'integer' },
        time: { type: 'string', format: 'date-time' },
        port: { 'x-kubernetes-int-or-string': true },
        list: { type: 'array', items: { type: 'string' } },
        counts: { type: 'array', items: { type: 'integer' } },
        set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        map: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['k'],
          items: { type: 'object', properties: { k: { type: 'string' }, v: { type: 'integer' } } },
        },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        'a-b.c': { type: 'string' },
        namespace: { type: 'string' },
      },
    },
  },
});
const errorsOf = (rule: ValidationRule, value: object, old?: object) =>
  ruleErrors({ value: { spec: value }, ...(old && { old: { spec: old } }) }, spec(rule)).map(({ field, body }) => [
    field,
    body,
  ]);

describe('a rule', () => {
  test.each([
    ['self.text.matches("^a+$")', { text: 'aa' }],
    ['self.text.find("[0-9]+") == "12"', { text: 'ab12c' }],
    ['quantity(self.text).compareTo(quantity("1Gi")) == 0', { text: '1024Mi' }],
    ['quantity("1.5").add(quantity("500m")).asInteger() == 2', {}],
    ['url(self.text).getHostname() == "::1" && url(self.text).getPort() == "80"', { text: 'https://[::1]:80/a?b=c' }],
    ['!isURL("a b") && isURL("/path")', {}],
    ['isIP("10.0.0.1") && !isIP("010.0.0.1") && ip("2001:db8::1").family() == 6', {}],
    ['cidr("10.0.0.0/8").containsIP("10.1.2.3") && !cidr("10.0.0.0/8").containsCIDR("11.0.0.0/16")', {}],
    ['ip.isCanonical("2001:db8::1") && !ip.isCanonical("2001:DB8::1")', {}],
    ['sets.contains(self.list, ["a"]) && sets.equivalent(self.list, ["b", "a", "a"])', { list: ['a', 'b'] }],
    ['self.counts.sum() == 6 && self.counts.max() == 3 && self.counts.isSorted()', { counts: [1, 2, 3] }],
    ['"%s-%d-%.2f".format(["x", 3, 1.5]) == "x-3-1.50"', {}],
    ['semver("1.2.3-rc.1").isLessThan(semver("1.2.3")) && isSemver("1.0.0") && !isSemver("v1")', {}],
    ['self.time > timestamp("2020-01-01T00:00:00Z")', { time: '2024-01-01T00:00:00Z' }],
    ['self.port == 80', { port: 80 }],
    ['self.port == "http"', { port: 'http' }],
    ['self.labels.all(key, key.startsWith("x") && self.labels[key] != "")', { labels: { xa: '1' } }],
    [
      'self.a__dash__b__dot__c == "x" && self.namespace == "n" && self.__namespace__ == "n"',
      { 'a-b.c': 'x', namespace: 'n' },
    ],
    ['!has(self.text) && self.?text.orValue("none") == "none"', {}],
    ['duration("1h30m") > duration("80m")', {}],
    ['!format.dns1123Label().validate(self.text).hasValue()', { text: 'a-b' }],
    ['format.named("uuid").value().validate("x").value() == ["does not match the UUID format"]', {}],
    ['!format.named("none").hasValue() && !format.dns1123LabelPrefix().validate("a-").hasValue()', {}],
    ['format.datetime().validate("yesterday").hasValue() && format.uri().validate("a b").hasValue()', {}],
    ['self.list.all(i, v, i < 3 && v != "z") && !self.list.exists(i, v, i == 1 && v == "a")', { list: ['a', 'b'] }],
    ['self.list.existsOne(i, v, v == "b") && self.list.exists_one(i, v, i == 0)', { list: ['a', 'b'] }],
    ['self.list.exists(i, v, v == "b" || [][i] == 1)', { list: ['a', 'b'] }],
    ['self.list.transformList(i, v, i > 0, v + "x") == ["bx"]', { list: ['a', 'b'] }],
    ['self.list.transformMap(i, v, v) == {0: "a", 1: "b"}', { list: ['a', 'b'] }],
    ['self.labels.transformMapEntry(k, v, {v: k}) == {"1": "a"}', { labels: { a: '1' } }],
    ['self.labels.transformMap(k, v, k != "b", v + "!")["a"] == "1!"', { labels: { a: '1', b: '2' } }],
    ['self.list.all(i, v, self.list.all(j, w, i == j || v != w))', { list: ['a', 'b'] }],
    ['self.set == ["b", "a"] && self.set != ["b"] && ["b", "a"] == self.set', { set: ['a', 'b'] }],
    ['self.list != ["b", "a"]', { list: ['a', 'b'] }],
    ['self.set + ["c", "a"] == ["c", "b", "a"] && (self.set + self.set).size() == 2', { set: ['a', 'b'] }],
    ['(self.map + self.map).size() == 2 && self.map + [] == self.map', { map: [{ k: 'a', v: 1 }, { k: 'b' }] }],
    ['self.set != [] && self.map == [] && [] + self.set == self.set', { set: ['a'], map: [] }],
    ['self.counts == [1, 2] && self.counts + [3] == [1, 2, 3]', { counts: [1, 2] }],
    ['[1].first().value() == 1 && self.list.last().hasValue()', { list: ['a'] }],
  ])('%s holds', (rule, value) => {
    expect(ruleDefinitionErrors(spec({ rule }), 'schema')).toEqual([]);
    expect(errorsOf({ rule }, value)).toEqual([]);
    expect(errorsOf({ rule: `!(${rule})` }, value)).toEqual([
      ['spec', `Invalid value: "object": failed rule: !(${rule})`],
    ]);
  });

  test.each([
    ['self.unknown == 1', "undefined field 'unknown'"],
    ['has(self.unknown)', "undefined field 'unknown'"],
    ['other == 1', "undeclared reference to 'other' (in container '')"],
    ['self.text == 1', "found no matching overload for '_==_' applied to '(string, int)'"],
    ['self.text.matches("(")', 'invalid matches argument'],
    ['[1, "a"].size() == 2', "expected type 'int' but found 'string'"],
    ['cel.bind(a, 1, a == 1)', "undeclared reference to 'bind'"],
    ['self.text', 'cel expression must evaluate to a bool'],
    ['self.list.all(i, v, v)', "expected type 'bool' but found 'string'"],
    ['self.list.all(1, v, true)', 'argument must be a simple name'],
    ['self.text.all(i, v, true)', 'cannot be range of a comprehension (must be list, map, or dynamic)'],
    ['self.list.transformList(i, v, v) == [1]', 'found no matching overload'],
  ])('%s is refused with its definition', (rule, text) => {
    const [error] = ruleDefinitionErrors(spec({ rule }), 'schema');
    expect(error?.field).toBe('schema.properties[spec].x-kubernetes-validations[0].rule');
    expect(error?.body).toContain(text);
  });

  test('says what it was told to say, where it was told to', () => {
    const rule = 'self.count < 3';
    expect(errorsOf({ rule, message: 'too many' }, { count: 3 })).toEqual([
      ['spec', 'Invalid value: "object": too many'],
    ]);
    const messageExpression = '"got %d".format([self.count])';
    expect(errorsOf({ rule, messageExpression, fieldPath: '.count' }, { count: 3 })).toEqual([
      ['spec.count', 'Invalid value: "object": got 3'],
    ]);
    expect(errorsOf({ rule, message: 'no', reason: 'FieldValueForbidden' }, { count: 3 })).toEqual([
      ['spec', 'Forbidden: no'],
    ]);
  });

  test('about a change is asked when there is one, and about a value when it changed', () => {
    const grows = { rule: 'self.count >= oldSelf.count' };
    expect(errorsOf(grows, { count: 1 })).toEqual([]);
    expect(errorsOf(grows, { count: 1 }, { count: 2 })).toHaveLength(1);
    expect(errorsOf({ rule: 'self.count < 3' }, { count: 4 }, { count: 4 })).toEqual([]);
    const first = { rule: '!oldSelf.hasValue() || oldSelf.value().count <= self.count', optionalOldSelf: true };
    expect(errorsOf(first, { count: 1 })).toEqual([]);
    expect(errorsOf(first, { count: 1 }, { count: 2 })).toHaveLength(1);
  });

  test('about a change of a set heeds no order, also in the object it is in', () => {
    const rule = 'self == oldSelf';
    const old = { set: ['a', 'b'], map: [{ k: 'a' }, { k: 'b' }], list: ['a'] };
    const moved = { ...old, set: ['b', 'a'], map: [{ k: 'b' }, { k: 'a' }] };
    expect(errorsOf({ rule }, moved, old)).toEqual([]);
    expect(errorsOf({ rule }, { ...moved, list: ['b'] }, old)).toHaveLength(1);
  });

  test('of two variables is bounded as others are', () => {
    const rule = 'self.list.all(h, a, self.list.all(i, b, self.list.all(j, c, a == b || b == c)))';
    const [error] = errorsOf({ rule }, { list: Array.from({ length: 1000 }, String) });
    expect(error?.[1]).toContain('running out of cost budget');
  });

  test('whose loops would run away is not begun', () => {
    const rule = 'self.list.all(a, self.list.all(b, self.list.all(c, a == b || b == c)))';
    const [error] = errorsOf({ rule }, { list: Array.from({ length: 1000 }, String) });
    expect(error?.[1]).toContain('running out of cost budget');
  });
});

test('a rule about a change cannot stand where changes cannot be followed', () => {
  const items: Schema = { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
  const schema: Schema = { type: 'object', properties: { list: { type: 'array', items } } };
  expect(ruleDefinitionErrors(schema, 's').map(({ body }) => body)).toEqual([
    expect.stringContaining('oldSelf cannot be used on the uncorrelatable portion of the schema'),
  ]);
});
