import type { JsonObject } from '../../../object/kube-object.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { valueAt } from '../fields.ts';

/** What a metric comes from, in the order in which Kubernetes writes them. */
const SOURCES = ['object', 'pods', 'resource', 'containerResource', 'external'] as const;

type Source = (typeof SOURCES)[number];
type Converter = (source: JsonObject) => JsonObject;
type Converters = Readonly<Record<Source, Converter>>;

/** What is absent is left out. */
const given = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** A reference to an object, in the order in which Kubernetes writes it. */
function referenceOf(value: unknown): JsonObject {
  const { kind, name, apiVersion } = isJsonObject(value) ? value : {};
  return { kind: kind ?? '', name: name ?? '', ...(apiVersion ? { apiVersion } : {}) };
}

const selectorOf = (value: unknown): JsonObject | undefined => {
  if (!isJsonObject(value)) return undefined;
  const labels = isJsonObject(value['matchLabels']) ? Object.entries(value['matchLabels']).sort() : undefined;
  return given({ matchLabels: labels && Object.fromEntries(labels), matchExpressions: value['matchExpressions'] });
};

const at = (source: JsonObject, ...path: string[]): unknown => valueAt(source, ...path);
const amount = (value: unknown): unknown => value ?? '0';
const named = ({ name }: JsonObject): JsonObject => ({ name: name ?? '' });
const inContainer = ({ container }: JsonObject): JsonObject => ({ container: container ?? '' });
const metricName = (source: JsonObject): JsonObject => ({ metricName: at(source, 'metric', 'name') ?? '' });
const metric = (source: JsonObject, selector: string): JsonObject => ({
  metric: given({ name: source['metricName'] ?? '', selector: source[selector] }),
});

const wantedResource = (source: JsonObject): JsonObject =>
  given({
    targetAverageUtilization: at(source, 'target', 'averageUtilization'),
    targetAverageValue: at(source, 'target', 'averageValue'),
  });
const foundResource = (source: JsonObject): JsonObject =>
  given({
    currentAverageUtilization: at(source, 'current', 'averageUtilization'),
    currentAverageValue: amount(at(source, 'current', 'averageValue')),
  });

const SPEC_TO_V1: Converters = {
  object: (source) =>
    given({
      target: referenceOf(source['describedObject']),
      ...metricName(source),
      targetValue: amount(at(source, 'target', 'value')),
      selector: selectorOf(at(source, 'metric', 'selector')),
      averageValue: at(source, 'target', 'averageValue'),
    }),
  pods: (source) =>
    given({
      ...metricName(source),
      targetAverageValue: amount(at(source, 'target', 'averageValue')),
      selector: selectorOf(at(source, 'metric', 'selector')),
    }),
  resource: (source) => ({ ...named(source), ...wantedResource(source) }),
  containerResource: (source) => ({ ...named(source), ...wantedResource(source), ...inContainer(source) }),
  external: (source) =>
    given({
      ...metricName(source),
      metricSelector: selectorOf(at(source, 'metric', 'selector')),
      targetValue: at(source, 'target', 'value'),
      targetAverageValue: at(source, 'target', 'averageValue'),
    }),
};

const STATUS_TO_V1: Converters = {
  object: (source) =>
    given({
      target: referenceOf(source['describedObject']),
      ...metricName(source),
      currentValue: amount(at(source, 'current', 'value')),
      selector: selectorOf(at(source, 'metric', 'selector')),
      averageValue: at(source, 'current', 'averageValue'),
    }),
  pods: (source) =>
    given({
      ...metricName(source),
      currentAverageValue: amount(at(source, 'current', 'averageValue')),
      selector: selectorOf(at(source, 'metric', 'selector')),
    }),
  resource: (source) => ({ ...named(source), ...foundResource(source) }),
  containerResource: (source) => ({ ...named(source), ...foundResource(source), ...inContainer(source) }),
  external: (source) =>
    given({
      ...metricName(source),
      metricSelector: selectorOf(at(source, 'metric', 'selector')),
      currentValue: amount(at(source, 'current', 'value')),
      currentAverageValue: at(source, 'current', 'averageValue'),
    }),
};

const target = (type: string, fields: JsonObject): JsonObject => ({ target: given({ type, ...fields }) });
const resourceTarget = ({ targetAverageUtilization, targetAverageValue }: JsonObject): JsonObject =>
  target(targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization', {
    averageValue: targetAverageValue,
    averageUtilization: targetAverageUtilization,
  });
const resourceCurrent = ({ currentAverageUtilization, currentAverageValue }: JsonObject): JsonObject => ({
  current: given({ averageValue: amount(currentAverageValue), averageUtilization: currentAverageUtilization }),
});

const SPEC_FROM_V1: Converters = {
  object: (source) => ({
    describedObject: referenceOf(source['target']),
    ...target(source['averageValue'] === undefined ? 'Value' : 'AverageValue', {
      value: amount(source['targetValue']),
      averageValue: source['averageValue'],
    }),
    ...metric(source, 'selector'),
  }),
  pods: (source) => ({
    ...metric(source, 'selector'),
    ...target('AverageValue', { averageValue: amount(source['targetAverageValue']) }),
  }),
  resource: (source) => ({ ...named(source), ...resourceTarget(source) }),
  containerResource: (source) => ({ ...named(source), ...resourceTarget(source), ...inContainer(source) }),
  external: (source) => ({
    ...metric(source, 'metricSelector'),
    ...target(source['targetValue'] === undefined ? 'AverageValue' : 'Value', {
      value: source['targetValue'],
      averageValue: source['targetAverageValue'],
    }),
  }),
};

const STATUS_FROM_V1: Converters = {
  object: (source) => ({
    describedObject: referenceOf(source['target']),
    ...metric(source, 'selector'),
    current: given({ value: amount(source['currentValue']), averageValue: source['averageValue'] }),
  }),
  pods: (source) => ({
    ...metric(source, 'selector'),
    current: { averageValue: amount(source['currentAverageValue']) },
  }),
  resource: (source) => ({ ...named(source), ...resourceCurrent(source) }),
  containerResource: (source) => ({ ...named(source), ...resourceCurrent(source), ...inContainer(source) }),
  external: (source) => ({
    ...metric(source, 'metricSelector'),
    current: given({ value: amount(source['currentValue']), averageValue: source['currentAverageValue'] }),
  }),
};

const converted =
  (converters: Converters): Converter =>
  (value) => {
    const sources = SOURCES.flatMap((name) => {
      const source = value[name];
      return isJsonObject(source) ? [[name, converters[name](source)] as const] : [];
    });
    return { type: value['type'] ?? '', ...Object.fromEntries(sources) };
  };

/** Metrics of an autoscaler between autoscaling/v2 and v1, which keeps them in annotations (pkg/apis/autoscaling/v1). */
export const metricSpecToV1 = converted(SPEC_TO_V1);
export const metricStatusToV1 = converted(STATUS_TO_V1);
export const metricSpecFromV1 = converted(SPEC_FROM_V1);
export const metricStatusFromV1 = converted(STATUS_FROM_V1);
