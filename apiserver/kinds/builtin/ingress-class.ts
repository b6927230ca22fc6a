import type { FieldError } from '../../errors/index.ts';
import { fieldError, forbidden, invalid, required } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { dnsLabelErrors, dnsSubdomainErrors, pathSegmentErrors } from '../../validation/names.ts';
import { ingressClassColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf } from './fields.ts';
import type { Check } from './validation/checks.ts';
import { all, fields, given, judged, needed, oneOf } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';

export const ingressClass = builtin({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  namespaced: false,
  definition: 'io.k8s.api.networking.v1.IngressClass',
  columns: ingressClassColumns,
  strategy: {
    countsGenerations: true,
    setDefaults: (object) => {
      const { parameters } = specOf(object);
      if (isJsonObject(parameters)) setAbsent(parameters, { scope: 'Cluster' });
    },
    errors: (object) => RULES(specOf(object), 'spec'),
    updateErrors: (object, old) => [
      ...immutableFieldErrors(specOf(object), specOf(old), ['controller']),
      ...RULES(specOf(object), 'spec'),
    ],
  },
});

const LENGTH = 250;
const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

/** A domain, and a path below it (apimachinery, IsDomainPrefixedPath). */
const domainPath: Check = needed((value, path) => {
  const text = String(value);
  const [, host, rest] = /^([^/]+)\/(.+)$/s.exec(text) ?? [];
  if (!host || !rest) return [invalid(path, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const isPath = new RegExp(`^${PATH}$`).test(rest);
  return [
    ...dnsSubdomainErrors(host).map((detail) => invalid(path, host, detail)),
    ...(isPath ? [] : [invalid(path, rest, `Invalid path (regex used for validation is '${PATH}')`)]),
  ];
});

const tooLong: Check = given((value, path) => {
  const detail = `may not be more than ${LENGTH} bytes`;
  return String(value).length > LENGTH ? [fieldError({ type: 'tooLong', field: path, detail })] : [];
});

/** Only what is in a namespace has one. */
const namespaceErrors: Check = (value, path) => {
  const { scope, namespace } = value as JsonObject;
  const field = `${path}.namespace`;
  const detail = `\`parameters.scope\` is set to '${String(scope)}'`;
  if (scope === 'Cluster') return namespace === undefined ? [] : [forbidden(field, detail)];
  if (scope !== 'Namespace') return [];
  return namespace === undefined ? [required(field, detail)] : judged(dnsLabelErrors)(namespace, field);
};

const RULES: (value: unknown, path: string) => FieldError[] = fields({
  controller: all(tooLong, domainPath),
  parameters: given(
    all(
      fields({
        apiGroup: judged(dnsSubdomainErrors),
        kind: needed(judged(pathSegmentErrors)),
        name: needed(judged(pathSegmentErrors)),
        scope: oneOf('Cluster', 'Namespace'),
      }),
      namespaceErrors,
    ),
  ),
});
