import { copyField, keepAllBut } from '../../object/keep-fields.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../../object/kube-object.ts';
import { autoscalerColumns } from '../columns/autoscaler-columns.ts';
import { autoscalerErrors, autoscalerStatusErrors } from './autoscaler/errors.ts';
import {
  cpuMetric,
  dropVersionAnnotations,
  SPEC_ANNOTATIONS,
  STATUS_ANNOTATIONS,
  toV1,
  toV2,
} from './autoscaler/versions.ts';
import { builtin } from './define.ts';
import { objectAt, objectsIn, setAbsent, specOf } from './fields.ts';

const common = {
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  hasStatus: true,
} as const;

export const horizontalPodAutoscaler = builtin({
  ...common,
  version: 'v2',
  definition: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  columns: autoscalerColumns,
  strategy: {
    setDefaults,
    prepareCreate: (object) => {
      object['status'] = { desiredReplicas: 0, currentMetrics: null };
      dropTolerances(object);
    },
    prepareUpdate: dropTolerances,
    errors: (object) => autoscalerErrors(object),
    updateErrors: autoscalerErrors,
    updates: { status: { keep: keepAllBut(['status']), errors: autoscalerStatusErrors } },
  },
});

/** The same objects without what came later but for annotations. */
export const horizontalPodAutoscalerV1 = builtin({
  ...common,
  version: 'v1',
  definition: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  columns: autoscalerColumns.map(({ cell, ...column }) => ({
    ...column,
    cell: (object, now) => cell(toV2(object), now),
  })),
  storedAs: { resource: horizontalPodAutoscaler, toStored, fromStored: toV1 },
  strategy: {
    setDefaults: (object) => {
      setAbsent(specOf(object), { minReplicas: 1 });
      normalise(object);
    },
    prepareCreate: (object) => {
      delete object['status'];
      for (const name of STATUS_ANNOTATIONS) delete object.metadata.annotations?.[name];
      normalise(object);
    },
    errors: (object) => autoscalerErrors(toV2(object)),
    updateErrors: (object, old) => autoscalerErrors(toV2(object), toV2(old)),
    updates: {
      '': {
        keep: (object, old) => {
          copyField(object, old, 'status');
          keepAnnotations(object, old, STATUS_ANNOTATIONS);
        },
      },
      status: {
        keep: (object, old) => {
          keepAllBut(['status'])(object, old);
          keepAnnotations(object, old, SPEC_ANNOTATIONS);
        },
        errors: autoscalerStatusErrors,
      },
    },
  },
});

function toStored(object: KubeObject): KubeObject {
  const stored = cloneJson(toV2(object));
  horizontalPodAutoscaler.strategy.setDefaults?.(stored);
  return stored;
}

/** Makes an object of v1, in place, what it is once it was stored. */
function normalise(object: KubeObject): void {
  const { metadata, spec, status } = toV1(toV2(object));
  Object.assign(object, { metadata, spec, status });
}

function keepAnnotations({ metadata }: KubeObject, { metadata: old }: KubeObject, names: readonly string[]): void {
  const annotations = { ...metadata.annotations };
  for (const name of names) copyField(annotations, old.annotations ?? {}, name);
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  else delete metadata.annotations;
}

const UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  dropVersionAnnotations(object);
  setAbsent(spec, { minReplicas: 1 });
  if (objectsIn(spec['metrics']).length === 0) spec['metrics'] = [cpuMetric()];
  const { behavior } = spec;
  if (!isJsonObject(behavior)) return;
  setAbsent(objectAt(behavior, 'scaleUp'), UP);
  setAbsent(objectAt(behavior, 'scaleDown'), DOWN);
}

/** Behind a feature gate that is off. */
function dropTolerances(object: KubeObject): void {
  const behavior = specOf(object)['behavior'];
  if (!isJsonObject(behavior)) return;
  for (const rules of Object.values(behavior)) delete (rules as JsonObject)['tolerance'];
}
