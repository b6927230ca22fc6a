import type { FieldError } from '../../errors/index.ts';
import { duplicate, invalid, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { qualifiedNameErrors } from '../../validation/names.ts';
import { csiNodeColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, specOf } from './fields.ts';
import type { Check } from './validation/checks.ts';
import { all, distinct, each, fields, judged, needed, notNegative } from './validation/checks.ts';
import { driverName } from './validation/driver-name.ts';

export const csiNode = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  plural: 'csinodes',
  namespaced: false,
  definition: 'io.k8s.api.storage.v1.CSINode',
  columns: csiNodeColumns,
  strategy: {
    updatesUnconditionally: false,
    returnsDeleted: true,
    errors: (object) => specErrors(specOf(object), 'spec'),
    updateErrors: (object, old) => [...specErrors(specOf(object), 'spec'), ...changeErrors(object, old)],
  },
});

const ID_LENGTH = 256;

/** What is wrong with one is told of its driver. */
const topologyKeys: Check = (value, path) => {
  const keys = (Array.isArray(value) ? value : []) as string[];
  return keys.flatMap((key, index) => [
    ...(key === '' ? [required(path)] : []),
    ...(keys.indexOf(key) < index ? [duplicate(path, key)] : []),
    ...qualifiedNameErrors(key).map((detail) => invalid(path, key, detail)),
  ]);
};

const specErrors = fields({
  drivers: all(
    distinct('name'),
    each(
      all(
        fields({
          name: driverName,
          nodeID: needed(
            judged<string>((id) => (id.length > ID_LENGTH ? [`must be ${ID_LENGTH} characters or less`] : [])),
          ),
          'allocatable.count': notNegative,
        }),
        (value, path) => topologyKeys((value as JsonObject)['topologyKeys'], path),
      ),
    ),
  ),
});

/** A driver that is registered stays as it is. */
function changeErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const before = objectsIn(specOf(old)['drivers']);
  const changed = objectsIn(specOf(object)['drivers']).filter((driver) =>
    before.some((other) => other['name'] === driver['name'] && !equalJson(other, driver)),
  );
  return changed.map((driver) => invalid('spec.drivers', asGo(driver), 'field is immutable'));
}

/** As an error's message shows Kubernetes' own struct. */
const asGo = ({ name, nodeID, topologyKeys: keys, allocatable }: JsonObject): JsonObject => ({
  Name: name,
  NodeID: nodeID,
  TopologyKeys: keys ?? null,
  Allocatable: allocatable ? { Count: (allocatable as JsonObject)['count'] ?? null } : null,
});
