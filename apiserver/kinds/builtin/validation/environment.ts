import { invalid } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { dnsSubdomainErrors } from '../../../validation/names.ts';
import type { Check } from './checks.ts';
import { all, each, fields, given, judged, needed, textOf } from './checks.ts';

const NAME = /^[ -<>-~]+$/;
const NAME_TEXT = "a valid environment variable name must consist only of printable ASCII characters other than '='";
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'];

const oneSource: Check = (value, path) => {
  const { valueFrom, value: text } = value as JsonObject;
  if (valueFrom === undefined) return [];
  const sources = SOURCES.filter((name) => (valueFrom as JsonObject)[name] !== undefined);
  const field = `${path}.valueFrom`;
  if (sources.length === 0) return [invalid(field, '', NO_SOURCE)];
  if (text) return [invalid(field, '', 'may not be specified when `value` is not empty')];
  return sources.length > 1 ? [invalid(field, '', 'may not have more than one field specified at a time')] : [];
};

const NO_SOURCE = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
/** The name of an object, which may not be empty either. */
const objectName: Check = (value, path) =>
  dnsSubdomainErrors(textOf(value)).map((detail) => invalid(path, value ?? '', detail));
const KEY = given(fields({ name: objectName, key: needed() }));

/** The variables of a container. */
export const environment: Check = each(
  all(
    oneSource,
    fields({
      name: needed(judged<string>((name) => (NAME.test(name) ? [] : [NAME_TEXT]))),
      'valueFrom.fieldRef': given(fields({ fieldPath: needed() })),
      'valueFrom.configMapKeyRef': KEY,
      'valueFrom.secretKeyRef': KEY,
    }),
  ),
);
