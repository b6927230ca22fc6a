import type { FieldError } from '../../errors/index.ts';
import { fieldError, forbidden, invalid } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { configKeyErrors } from '../../validation/names.ts';
import { configMapColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';

/** Of all values together (core validation, MaxSecretSize). */
export const DATA_LIMIT_BYTES = 1024 * 1024;

export const configMap = builtin({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  definition: 'io.k8s.api.core.v1.ConfigMap',
  columns: configMapColumns,
  strategy: {
    errors: configMapErrors,
    updateErrors: (object, old) => [
      ...immutableErrors(object, old, ['data', 'binaryData']),
      ...configMapErrors(object),
    ],
  },
});

function configMapErrors(object: KubeObject): FieldError[] {
  const data = Object.entries((object['data'] ?? {}) as Record<string, string>);
  const binary = Object.entries((object['binaryData'] ?? {}) as Record<string, string>);
  const keys = (field: string, key: string): FieldError[] =>
    configKeyErrors(key).map((detail) => invalid(`${field}[${key}]`, key, detail));
  const binaryKeys = new Set(binary.map(([key]) => key));
  const both = data.filter(([key]) => binaryKeys.has(key));
  const size = [...data.map(([, value]) => Buffer.byteLength(value)), ...binary.map(([, value]) => base64Bytes(value))];
  return [
    ...data.flatMap(([key]) => keys('data', key)),
    ...both.map(([key]) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...binary.flatMap(([key]) => keys('binaryData', key)),
    ...tooLongErrors(size, ''),
  ];
}

/** @param sizes in bytes */
export function tooLongErrors(sizes: readonly number[], field: string): FieldError[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= DATA_LIMIT_BYTES) return [];
  return [fieldError({ type: 'tooLong', field, detail: `may not be more than ${DATA_LIMIT_BYTES} bytes` })];
}

export const base64Bytes = (value: string): number => Buffer.byteLength(value, 'base64');

/** What an object marked immutable refuses: taking the mark away, and a change of these fields. */
export function immutableErrors(object: JsonObject, old: JsonObject, fields: readonly string[]): FieldError[] {
  if (old['immutable'] !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  const marks = object['immutable'] === true ? [] : [forbidden('immutable', detail)];
  const changed = fields.filter((field) => !equalJson(object[field] ?? {}, old[field] ?? {}));
  return [...marks, ...changed.map((field) => forbidden(field, detail))];
}
