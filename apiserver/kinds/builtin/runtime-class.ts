import type { FieldError } from '../../errors/index.ts';
import { duplicate, invalid } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { dnsLabelErrors } from '../../validation/names.ts';
import { labelsErrors } from '../../validation/object-meta.ts';
import { runtimeClassColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, textAt, valueAt } from './fields.ts';
import type { Check } from './validation/checks.ts';
import { all, each, fields, given } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';
import { resources } from './validation/resources.ts';
import { toleration } from './validation/toleration.ts';

export const runtimeClass = builtin({
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  namespaced: false,
  definition: 'io.k8s.api.node.v1.RuntimeClass',
  columns: runtimeClassColumns,
  strategy: {
    createsOnUpdate: true,
    updatesUnconditionally: false,
    errors,
    updateErrors: (object, old) => [...errors(object), ...immutableFieldErrors(object, old, ['handler'], '')],
  },
});

/** As an error's message shows Kubernetes' own struct. */
const asGo = ({ key, operator, value, effect, tolerationSeconds }: JsonObject): JsonObject => ({
  Key: key ?? '',
  Operator: operator ?? '',
  Value: value ?? '',
  Effect: effect ?? '',
  TolerationSeconds: tolerationSeconds ?? null,
});

const unlike: Check = (value, path) => {
  const keys = objectsIn(value).map(asGo);
  const same = (a: JsonObject, b: JsonObject): boolean =>
    equalJson({ ...a, TolerationSeconds: null }, { ...b, TolerationSeconds: null });
  return keys.flatMap((key, index) =>
    keys.slice(0, index).some((other) => same(key, other)) ? [duplicate(`${path}[${index}]`, key)] : [],
  );
};

const SCHEDULING = given(
  fields({
    nodeSelector: given((value, path) => labelsErrors(value as Record<string, string>, path)),
    // kube-apiserver tells what is wrong with one of them under a name twice.
    tolerations: all((value, path) => each(toleration)(value, `${path}.tolerations`), unlike),
  }),
);

function errors(object: KubeObject): FieldError[] {
  const handler = textAt(object, 'handler');
  return [
    ...dnsLabelErrors(handler).map((detail) => invalid('handler', handler, detail)),
    ...resources({ limits: valueAt(object, 'overhead', 'podFixed') }, 'overhead'),
    ...SCHEDULING(object['scheduling'], 'scheduling'),
  ];
}
