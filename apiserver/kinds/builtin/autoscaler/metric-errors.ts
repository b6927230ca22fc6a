import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { dnsLabelErrors, pathSegmentErrors } from '../../../validation/names.ts';
import { valueAt } from '../fields.ts';
import { compareQuantities } from '../quantity.ts';
import type { Check } from '../validation/checks.ts';
import { all, fields, given, judged, needed } from '../validation/checks.ts';

/** What a metric comes from, by its type; in the order in which they are looked at. */
const FIELD_OF: Readonly<Record<string, string>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};
const TYPES = Object.keys(FIELD_OF).sort();

/** @param reference checks a reference to the object a metric describes */
export function metricErrors(metric: JsonObject, path: string, reference: Check): FieldError[] {
  const { type = '' } = metric;
  const own = FIELD_OF[type as string];
  const present = Object.values(FIELD_OF).filter((name) => isJsonObject(metric[name]));
  const [first] = present;
  const unknown = own === undefined ? [notSupported(`${path}.type`, type, TYPES)] : [];
  const others = present.length === 1 ? [] : present.filter((name) => name !== own);
  return [
    ...(type === '' ? [required(`${path}.type`, 'must specify a metric source type')] : []),
    ...unknown,
    ...(first ? (sources(reference)[first]?.(metric[first], `${path}.${first}`) ?? []) : []),
    // Both times it is looked at.
    ...unknown,
    ...(own !== undefined && !present.includes(own)
      ? [required(`${path}.${own}`, 'must populate information for the given metric source')]
      : []),
    ...others.map((name) => forbidden(`${path}.${name}`, 'must populate the given metric source only')),
  ];
}

const positive: Check = given((value, path) =>
  compareQuantities(String(value), '0') > 0 ? [] : [invalid(path, value, 'must be positive')],
);
const TARGETS = ['Utilization', 'Value', 'AverageValue'];

const target: Check = (value, path) => {
  const { type = '' } = (value ?? {}) as JsonObject;
  const isKnown = TARGETS.includes(type as string);
  return [
    ...(type === '' ? [required(`${path}.type`, 'must specify a metric target type')] : []),
    ...(isKnown ? [] : [invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...fields({
      value: positive,
      averageValue: positive,
      averageUtilization: judged<number>((share) => (share < 1 ? ['must be greater than 0'] : [])),
    })(value, path),
  ];
};

type Amount = 'value' | 'averageValue' | 'averageUtilization';

const has = (source: unknown, name: Amount): boolean => valueAt(source, 'target', name) !== undefined;

/** One of two amounts must be there. @param told the one that is said to be missing */
const either =
  (names: readonly Amount[], told: Amount, detail: string): Check =>
  (source, path) =>
    names.some((name) => has(source, name)) ? [] : [required(`${path}.target.${told}`, detail)];

/** Two amounts do not go together. @param told the one that is said to be too much */
const notBoth =
  (names: readonly [Amount, Amount], told: Amount, detail: string): Check =>
  (source, path) =>
    names.every((name) => has(source, name)) ? [forbidden(`${path}.target.${told}`, detail)] : [];

const metricName = needed(judged(pathSegmentErrors), 'must specify a metric name');
const IDENTIFIED = fields({ 'metric.name': metricName, target });
const OF_RESOURCE = all(
  either(
    ['averageUtilization', 'averageValue'],
    'averageUtilization',
    'must set either a target raw value or a target utilization',
  ),
  notBoth(
    ['averageUtilization', 'averageValue'],
    'averageValue',
    'may not set both a target raw value and a target utilization',
  ),
);
const resourceName = needed(() => [], 'must specify a resource name');
const CONTAINER = fields({
  name: resourceName,
  container: needed(judged(dnsLabelErrors), 'must specify a container'),
  target,
});

const sources = (reference: Check): Readonly<Record<string, Check>> => ({
  object: all(
    fields({ describedObject: reference }),
    IDENTIFIED,
    either(['value', 'averageValue'], 'averageValue', 'must set either a target value or averageValue'),
  ),
  external: all(
    IDENTIFIED,
    either(['value', 'averageValue'], 'averageValue', 'must set either a target value for metric or a per-pod target'),
    notBoth(['value', 'averageValue'], 'value', 'may not set both a target value for metric and a per-pod target'),
  ),
  pods: all(IDENTIFIED, either(['averageValue'], 'averageValue', 'must specify a positive target averageValue')),
  resource: all(fields({ name: resourceName, target }), OF_RESOURCE),
  containerResource: all(CONTAINER, OF_RESOURCE),
});
