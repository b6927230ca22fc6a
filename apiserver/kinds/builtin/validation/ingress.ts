import { isIP } from 'node:net';
import type { FieldError } from '../../../errors/index.ts';
import { invalid, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { dnsLabel1035Errors, dnsSubdomainErrors, wildcardSubdomainErrors } from '../../../validation/names.ts';
import { portNameErrors, portNumberErrors } from '../../../validation/ports.ts';
import { objectsIn, specOf, valueAt } from '../fields.ts';
import type { Check } from './checks.ts';
import { all, each, fields, given, judged, needed, oneOf } from './checks.ts';

const hostErrors = (host: string): string[] =>
  host.includes('*') ? wildcardSubdomainErrors(host) : dnsSubdomainErrors(host);

const FORBIDDEN_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];

function pathErrors(path: string): string[] {
  if (!path.startsWith('/')) return ['must be an absolute path'];
  return [
    ...FORBIDDEN_PARTS.filter((part) => path.includes(part)).map((part) => `must not contain '${part}'`),
    ...FORBIDDEN_ENDS.filter((end) => path.endsWith(end)).map((end) => `cannot end with '${end}'`),
  ];
}

/** What a path must be says its type. */
const path: Check = (value, field) => {
  const { pathType, path: text = '' } = value as JsonObject;
  if (pathType === 'Exact' || pathType === 'Prefix') {
    return pathErrors(String(text)).map((detail) => invalid(`${field}.path`, text, detail));
  }
  const isRelative = pathType === 'ImplementationSpecific' && text !== '' && !String(text).startsWith('/');
  return isRelative ? [invalid(`${field}.path`, text, 'must be an absolute path')] : [];
};

const SERVICE = fields({ name: needed(judged(dnsLabel1035Errors)) });
const RESOURCE = fields({ kind: needed(), name: needed() });
const PORT = fields({ name: judged(portNameErrors), number: judged(portNumberErrors) });

const backend: Check = (value, field) => {
  const { service, resource } = isJsonObject(value) ? value : {};
  if (service && resource) return [invalid(field, '', 'cannot set both resource and service backends')];
  if (service) return [...SERVICE(service, `${field}.service`), ...portErrors(service, field)];
  return resource
    ? RESOURCE(resource, `${field}.resource`)
    : [invalid(field, '', 'resource or service backend is required')];
};

function portErrors(service: unknown, field: string): FieldError[] {
  const { name, number } = (valueAt(service, 'port') ?? {}) as JsonObject;
  if (name && number) return [invalid(field, '', 'cannot set both port name & port number')];
  if (!name && !number) return [required(field, 'port name or number is required')];
  return PORT({ ...(name ? { name } : { number }) }, `${field}.service.port`);
}

const PATH = all(
  path,
  fields({
    pathType: needed(oneOf('Exact', 'ImplementationSpecific', 'Prefix'), 'pathType must be specified'),
    backend,
  }),
);

const RULES = fields({
  ingressClassName: judged(dnsSubdomainErrors),
  defaultBackend: given(backend),
  tls: each(fields({ hosts: each(judged(hostErrors)), secretName: judged(dnsSubdomainErrors) })),
  rules: each(
    fields({
      host: judged<string>((host) => (isIP(host) ? ['must be a DNS name, not an IP address'] : hostErrors(host))),
      http: given((value, field) => [
        ...(objectsIn((value as JsonObject)['paths']).length === 0 ? [required(`${field}.paths`)] : []),
        ...fields({ paths: each(PATH) })(value, field),
      ]),
    }),
  ),
});

/** What is wrong with an Ingress (networking/v1, ValidateIngressSpec). */
export function ingressErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { rules, defaultBackend } = spec;
  const isNothing = objectsIn(rules).length === 0 && defaultBackend === undefined;
  const detail = 'either `defaultBackend` or `rules` must be specified';
  return [...RULES(spec, 'spec'), ...(isNothing ? [invalid('spec', rules ?? null, detail)] : [])];
}

const CLASS = 'kubernetes.io/ingress.class';

/** A new ingress does not name two classes (networking/v1, ValidateIngressCreate). */
export function classErrors(object: KubeObject): FieldError[] {
  const old = object.metadata.annotations?.[CLASS];
  const { ingressClassName: name } = specOf(object);
  if (old === undefined || name === undefined || old === name) return [];
  return [invalid(`annotations.${CLASS}`, old, 'must match `ingressClassName` when both are specified')];
}

/** What a client is told that names the class of a new ingress as it was done before. */
export function ingressWarnings(object: KubeObject, old?: KubeObject): string[] {
  const isOld = object.metadata.annotations?.[CLASS] !== undefined && specOf(object)['ingressClassName'] === undefined;
  if (old || !isOld) return [];
  return [`annotation "${CLASS}" is deprecated, please use 'spec.ingressClassName' instead`];
}
