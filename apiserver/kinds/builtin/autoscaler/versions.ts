import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../../../object/kube-object.ts';
import { decodeTyped } from '../../../schema/decode-typed.ts';
import { builtinSchema } from '../builtin-schema.ts';
import { objectsIn, specOf, valueAt } from '../fields.ts';
import { writeAsGo } from '../write-as-go.ts';
import { behaviorFromV1, behaviorToV1, conditionToV1 } from './annotated-fields.ts';
import { metricSpecFromV1, metricSpecToV1, metricStatusFromV1, metricStatusToV1 } from './metric-versions.ts';

const V2 = 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler';
const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const [METRICS, BEHAVIOR] = [`${PREFIX}metrics`, `${PREFIX}behavior`];
const [CURRENT_METRICS, CONDITIONS] = [`${PREFIX}current-metrics`, `${PREFIX}conditions`];

/** Where autoscaling/v1 keeps what it has no fields for. */
export const SPEC_ANNOTATIONS = [METRICS, BEHAVIOR];
export const STATUS_ANNOTATIONS = [CURRENT_METRICS, CONDITIONS];
const ANNOTATIONS = [
  ...SPEC_ANNOTATIONS,
  ...STATUS_ANNOTATIONS,
  `${PREFIX}scale-down-tolerance`,
  `${PREFIX}scale-up-tolerance`,
];

/** Of the cpu that pods request, in percent; what is aimed at where nothing else is said. */
const DEFAULT_CPU = 80;

export const cpuMetric = (averageUtilization: unknown = DEFAULT_CPU): JsonObject => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

/** Takes away, in place, what only autoscaling/v1 keeps in annotations. */
export function dropVersionAnnotations({ metadata }: KubeObject): void {
  const { annotations } = metadata;
  if (!annotations || !ANNOTATIONS.some((name) => annotations[name] !== undefined)) return;
  const kept = Object.entries(annotations).filter(([name]) => !ANNOTATIONS.includes(name));
  if (kept.length > 0) metadata.annotations = Object.fromEntries(kept);
  else delete metadata.annotations;
}

/** What objects of v1, and their statuses, were made of: v1 cannot say all of it. */
const origins = new WeakMap<object, KubeObject>();

/** An autoscaler of autoscaling/v1 as one of v2; annotations that say nothing sensible are passed over. */
export function toV2(object: KubeObject): KubeObject {
  return origins.get(object) ?? convertToV2(object);
}

function convertToV2(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: cpu, ...spec } = specOf(object);
  const note = (name: string): unknown => parsed(object.metadata.annotations?.[name]);
  const others = fitting('spec', { metrics: listOf(note(METRICS), metricSpecFromV1) })['metrics'];
  const metrics = [...objectsIn(others), ...(cpu === undefined ? [] : [cpuMetric(cpu)])];
  const converted = {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: { ...object.metadata },
    spec: {
      ...spec,
      metrics: metrics.length > 0 ? metrics : [cpuMetric()],
      ...fitting('spec', { behavior: behaviorFromV1(note(BEHAVIOR)) }),
    },
    status: statusToV2(isJsonObject(object['status']) ? object['status'] : {}, note),
  };
  dropVersionAnnotations(converted);
  return converted;
}

function statusToV2(status: JsonObject, note: (name: string) => unknown): unknown {
  const origin = origins.get(status);
  if (origin) return origin['status'];
  const { currentCPUUtilizationPercentage: cpu, ...others } = status;
  return {
    ...others,
    ...(cpu !== undefined && { currentMetrics: [currentCpuMetric(cpu)] }),
    ...fitting('status', { currentMetrics: listOf(note(CURRENT_METRICS), metricStatusFromV1) }),
    ...fitting('status', { conditions: listOf(note(CONDITIONS), (condition) => condition) }),
  };
}

const currentCpuMetric = (averageUtilization: unknown): JsonObject => ({
  type: 'Resource',
  resource: { name: 'cpu', current: { averageUtilization } },
});

/** An autoscaler of autoscaling/v2 as one of v1. */
export function toV1(object: KubeObject): KubeObject {
  const { metrics, behavior, ...spec } = specOf(object);
  const { currentMetrics, conditions, ...status } = (object['status'] ?? {}) as JsonObject;
  const cpu = objectsIn(metrics).find(isCpuMetric);
  const others = objectsIn(metrics).filter((metric) => !isCpuMetric(metric));
  const currentCpu = objectsIn(currentMetrics).filter(isCurrentCpu).map(currentUtilization).filter(isGiven).at(-1);
  const notes = {
    ...(others.length > 0 && { [METRICS]: goJson(others.map(metricSpecToV1)) }),
    ...(objectsIn(currentMetrics).length > 0 && {
      [CURRENT_METRICS]: goJson(objectsIn(currentMetrics).map(metricStatusToV1)),
    }),
    ...(isJsonObject(behavior) && { [BEHAVIOR]: goJson(behaviorToV1(behavior)) }),
    ...(objectsIn(conditions).length > 0 && { [CONDITIONS]: goJson(objectsIn(conditions).map(conditionToV1)) }),
  };
  const metadata = { ...object.metadata };
  const converted = {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata,
    spec: {
      ...spec,
      ...(cpu && { targetCPUUtilizationPercentage: valueAt(cpu, 'resource', 'target', 'averageUtilization') }),
    },
    status: {
      ...status,
      currentReplicas: status['currentReplicas'] ?? 0,
      ...(currentCpu !== undefined && { currentCPUUtilizationPercentage: currentCpu }),
    },
  };
  origins.set(converted, object).set(converted.status, object);
  dropVersionAnnotations(converted);
  if (Object.keys(notes).length > 0) metadata.annotations = { ...metadata.annotations, ...notes };
  return converted;
}

const isGiven = (value: unknown): boolean => value !== undefined;
const isCpu = (metric: JsonObject): boolean =>
  metric['type'] === 'Resource' && valueAt(metric, 'resource', 'name') === 'cpu';
const isCpuMetric = (metric: JsonObject): boolean =>
  isCpu(metric) && valueAt(metric, 'resource', 'target', 'averageUtilization') !== undefined;
const isCurrentCpu = isCpu;
const currentUtilization = (metric: JsonObject): unknown =>
  valueAt(metric, 'resource', 'current', 'averageUtilization');

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listOf(value: unknown, convert: (item: JsonObject) => JsonObject): JsonObject[] | undefined {
  return Array.isArray(value) && value.every(isJsonObject) ? value.map(convert) : undefined;
}

/** Fields, where they are of their types; else none. */
function fitting(part: 'spec' | 'status', fields: JsonObject): JsonObject {
  const copy = cloneJson(fields);
  try {
    decodeTyped(copy, builtinSchema(V2).properties?.[part] ?? {}, part);
    const complete = cloneJson(copy);
    writeAsGo(complete, `${V2}${part === 'spec' ? 'Spec' : 'Status'}`);
    return Object.fromEntries(
      Object.keys(copy).flatMap((name) => (isGiven(copy[name]) ? [[name, complete[name]]] : [])),
    );
  } catch {
    return {};
  }
}

/** As Go writes JSON. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
