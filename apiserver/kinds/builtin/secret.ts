import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { configKeyErrors } from '../../validation/names.ts';
import { base64Bytes, immutableErrors, tooLongErrors } from './config-map.ts';
import { secretColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { secretTypeErrors } from './validation/secret-types.ts';

export const secret = builtin({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  definition: 'io.k8s.api.core.v1.Secret',
  columns: secretColumns,
  selectableFields: ['type'],
  strategy: { setDefaults, prepareUpdate, errors: secretErrors, updateErrors },
});

/** stringData is write-only: it goes into data. */
function setDefaults(object: KubeObject): void {
  const given = object['stringData'] as Record<string, string> | undefined;
  if (given) {
    const data = { ...(object['data'] as Record<string, string> | undefined) };
    for (const [key, value] of Object.entries(given)) data[key] = Buffer.from(value).toString('base64');
    object['data'] = data;
    delete object['stringData'];
  }
  object['type'] ||= 'Opaque';
}

function prepareUpdate(object: KubeObject, old: KubeObject): void {
  object['type'] ||= old['type'];
}

function dataOf(object: KubeObject): Record<string, string> {
  return (object['data'] ?? {}) as Record<string, string>;
}

function secretErrors(object: KubeObject): FieldError[] {
  const data = dataOf(object);
  const keys = Object.keys(data).flatMap((key) =>
    configKeyErrors(key).map((detail) => invalid(`data[${key}]`, key, detail)),
  );
  return [...keys, ...tooLongErrors(Object.values(data).map(base64Bytes), 'data'), ...secretTypeErrors(object)];
}

function updateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const type = object['type'] === old['type'] ? [] : [invalid('type', object['type'], 'field is immutable')];
  return [...type, ...immutableErrors(object, old, ['data']), ...secretErrors(object)];
}
