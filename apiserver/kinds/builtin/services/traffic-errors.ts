import { isIP } from 'node:net';
import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { qualifiedNameErrors } from '../../../validation/names.ts';
import { portNumberErrors } from '../../../validation/ports.ts';
import { specOf, textAt } from '../fields.ts';
import { oneOf } from '../validation/checks.ts';
import { addressErrors } from './address-errors.ts';
import { isReachable } from './allocated-fields.ts';
import { healthPortOf, needsHealthCheck } from './service-fields.ts';

const EXTERNAL = ['Cluster', 'Local'];
const ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";

/** How traffic gets to a service, and by which way. */
export function trafficErrors(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const spec = specOf(object);
  return [
    ...externalPolicyErrors(spec),
    ...healthPortErrors(spec),
    ...oneOf('Cluster', 'Local')(spec['internalTrafficPolicy'], 'spec.internalTrafficPolicy'),
    ...oneOf(
      'PreferClose',
      'PreferSameZone',
      'PreferSameNode',
    )(spec['trafficDistribution'], 'spec.trafficDistribution'),
    ...externalIPErrors(spec, old ? specOf(old) : {}),
    ...balancerErrors(spec),
    ...sourceRangeErrors(spec),
  ];
}

function externalPolicyErrors(spec: JsonObject): FieldError[] {
  const [field, policy] = ['spec.externalTrafficPolicy', textAt(spec, 'externalTrafficPolicy')];
  if (!isReachable(spec)) {
    return policy === '' ? [] : [invalid(field, policy, 'may only be set for externally-accessible services')];
  }
  if (policy === '') return [required(field)];
  return EXTERNAL.includes(policy) ? [] : [notSupported(field, policy, EXTERNAL)];
}

function healthPortErrors(spec: JsonObject): FieldError[] {
  const [field, port] = ['spec.healthCheckNodePort', healthPortOf(spec)];
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  if (!needsHealthCheck(spec)) return port === 0 ? [] : [invalid(field, port, detail)];
  return port === 0 ? [required(field)] : portNumberErrors(port).map((text) => invalid(field, port, text));
}

function externalIPErrors({ externalIPs }: JsonObject, old: JsonObject): FieldError[] {
  const before = (old['externalIPs'] ?? []) as string[];
  return ((externalIPs ?? []) as string[]).flatMap((address, index) => {
    const path = `spec.externalIPs[${index}]`;
    const malformed = addressErrors(address, path, before);
    if (malformed.length > 0) return malformed;
    return SPECIAL.filter(({ holds }) => holds.test(address)).map(({ text }) =>
      invalid(path, address, text.replace('{}', address)),
    );
  });
}

/** Addresses that nobody reaches from elsewhere. */
const SPECIAL = [
  { holds: /^(0\.0\.0\.0|::)$/, text: 'may not be unspecified ({})' },
  { holds: /^(127\.|::1$)/, text: 'may not be in the loopback range (127.0.0.0/8, ::1/128)' },
  { holds: /^(169\.254\.|fe[89ab][0-9a-f]:)/i, text: 'may not be in the link-local range (169.254.0.0/16, fe80::/10)' },
  {
    holds: /^(224\.0\.0\.|ff[0-9a-f]2:)/i,
    text: 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
  },
];

function balancerErrors(spec: JsonObject): FieldError[] {
  const { type, loadBalancerClass: name, allocateLoadBalancerNodePorts: allocates } = spec;
  if (type !== 'LoadBalancer') {
    const set = { allocateLoadBalancerNodePorts: allocates, loadBalancerClass: name };
    const given = Object.entries(set).filter(([, value]) => value !== undefined);
    return given.map(([field]) => forbidden(`spec.${field}`, ONLY_BALANCED));
  }
  const problems = name === undefined ? [] : qualifiedNameErrors(name as string);
  return problems.map((text) => invalid('spec.loadBalancerClass', name, text));
}

const RANGE_TEXT = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

function sourceRangeErrors({ type, loadBalancerSourceRanges }: JsonObject): FieldError[] {
  const ranges = (loadBalancerSourceRanges ?? []) as string[];
  const field = 'spec.LoadBalancerSourceRanges';
  if (ranges.length === 0) return [];
  return [
    ...(type === 'LoadBalancer' ? [] : [forbidden(field, ONLY_BALANCED)]),
    ...ranges.flatMap((range, index) =>
      isRange(range.trim()) ? [] : [invalid(`${field}[${index}]`, range.trim(), RANGE_TEXT)],
    ),
  ];
}

function isRange(range: string): boolean {
  const [address = '', bits = ''] = range.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  return most !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/** What of it never changes. */
export function trafficChangeErrors(spec: JsonObject, old: JsonObject): FieldError[] {
  const bothBalanced = spec['type'] === 'LoadBalancer' && old['type'] === 'LoadBalancer';
  const { loadBalancerClass: name } = spec;
  const bothChecked = needsHealthCheck(spec) && needsHealthCheck(old);
  return [
    ...(bothBalanced && name !== old['loadBalancerClass']
      ? [invalid('spec.loadBalancerClass', name ?? null, 'may not change once set')]
      : []),
    ...(bothChecked && healthPortOf(spec) !== healthPortOf(old)
      ? [forbidden('spec.healthCheckNodePort', 'field is immutable')]
      : []),
  ];
}
