import type { FieldError } from '../../errors/index.ts';
import { fieldError, forbidden, invalid, required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { qualifiedNameErrors } from '../../validation/names.ts';
import { volumeAttributesClassColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { textAt } from './fields.ts';

export const volumeAttributesClass = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  shortNames: ['vac'],
  namespaced: false,
  definition: 'io.k8s.api.storage.v1.VolumeAttributesClass',
  columns: volumeAttributesClassColumns,
  strategy: {
    returnsDeleted: true,
    errors,
    updateErrors: (object, old) => [
      ...errors(object),
      ...['driverName', 'parameters']
        .filter((name) => !equalJson(object[name], old[name]))
        .map((name) => forbidden(name, `updates to ${name} are forbidden.`)),
    ],
  },
});

function errors(object: KubeObject): FieldError[] {
  const name = textAt(object, 'driverName');
  const nameErrors = qualifiedNameErrors(name.toLowerCase()).map((detail) =>
    invalid('driverName', name.toLowerCase(), detail),
  );
  return [...(name === '' ? [required('driverName')] : nameErrors), ...parameterErrors(object['parameters'] ?? {})];
}

const MOST = 512;
const LARGEST = 256 * 1024;

function parameterErrors(parameters: object): FieldError[] {
  const entries = Object.entries(parameters) as [string, string][];
  const tooLong = (most: number): FieldError =>
    fieldError({ type: 'tooLong', field: 'parameters', detail: `may not be more than ${most} bytes` });
  if (entries.length > MOST) return [tooLong(MOST)];
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return [
    ...entries.filter(([key]) => key === '').map(([key]) => invalid('parameters', key, 'field can not be empty.')),
    ...(size > LARGEST ? [tooLong(LARGEST)] : []),
    ...(entries.length === 0 ? [required('parameters', 'must contain at least one key/value pair')] : []),
  ];
}
