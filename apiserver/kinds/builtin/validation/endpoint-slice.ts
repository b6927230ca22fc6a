import { isIPv4 } from 'node:net';
import type { FieldError } from '../../../errors/index.ts';
import { duplicate, fieldError, invalid, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { addressErrors, endpointErrors, plainAddress, strictAddressErrors } from '../../../validation/addresses.ts';
import {
  dnsLabelErrors,
  dnsSubdomainErrors,
  labelValueErrors,
  qualifiedNameErrors,
} from '../../../validation/names.ts';
import { objectsIn } from '../fields.ts';
import type { Check } from './checks.ts';
import { all, each, fields, given, judged, needed, oneOf, wrong } from './checks.ts';

const MOST_ENDPOINTS = 1000;
const MOST_ADDRESSES = 100;
const MOST_PORTS = 20_000;
const MOST_HINTS = 8;

const atMost =
  (most: number, check: Check): Check =>
  (value, path) => {
    const length = Array.isArray(value) ? value.length : 0;
    const detail = `must have at most ${most} items`;
    return length > most ? [fieldError({ type: 'tooMany', field: path, value: length, detail })] : check(value, path);
  };

/** Of the items of a list each has a name of its own, or none, once. */
const unlike: Check = (value, path) => {
  const names = objectsIn(value).map(({ name }) => name ?? '');
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [duplicate(`${path}[${index}].name`, name)] : [],
  );
};

/** What a slice is, but for its endpoints (discovery/v1, ValidateEndpointSlice). */
export const SLICE_RULES = fields({
  addressType: needed(oneOf('FQDN', 'IPv4', 'IPv6')),
  ports: atMost(
    MOST_PORTS,
    all(
      each(
        fields({
          name: judged(dnsLabelErrors),
          protocol: needed(oneOf('SCTP', 'TCP', 'UDP')),
          appProtocol: judged(qualifiedNameErrors),
        }),
      ),
      unlike,
    ),
  ),
});

/** An address of a kind, at a path of its own in the list at `list`. */
type AddressCheck = (address: string, path: string, list: string) => FieldError[];

const ipOf =
  (family: string, problemsOf: (address: string) => string[]): AddressCheck =>
  (address, path, list) => {
    const problems = problemsOf(address);
    if (problems.length > 0) return wrong(address, path, problems);
    const isOther = isIPv4(plainAddress(address)) !== (family === 'IPv4');
    return [
      ...(isOther ? [invalid(list, address, `must be an ${family} address`)] : []),
      ...wrong(address, path, endpointErrors(address)),
    ];
  };

const fullName: AddressCheck = (address, path) => {
  if (address === '') return [required(path)];
  const name = address.replace(/\.$/, '');
  const problems = dnsSubdomainErrors(name);
  if (problems.length > 0) return [invalid(path, name, problems.join(','))];
  const labels = name.split('.');
  if (labels.length < 2) {
    return [invalid(path, name, 'should be a domain with at least two segments separated by dots')];
  }
  const bad = labels.find((label) => dnsLabelErrors(label).length > 0);
  return bad === undefined ? [] : [invalid(path, bad, dnsLabelErrors(bad).join(','))];
};

const ADDRESSES: Readonly<Record<string, AddressCheck>> = {
  IPv4: ipOf('IPv4', addressErrors),
  IPv6: ipOf('IPv6', strictAddressErrors),
  FQDN: fullName,
};

const hints = (of: (name: string) => string[]): Check =>
  atMost(MOST_HINTS, all(each(fields({ name: judged(of) })), unlike));

const ENDPOINT = fields({
  nodeName: judged(dnsSubdomainErrors),
  hostname: judged(dnsLabelErrors),
  hints: given(fields({ forZones: hints(labelValueErrors), forNodes: hints(dnsSubdomainErrors) })),
});

const addresses =
  (type: unknown): Check =>
  (value, path) => {
    const texts = Array.isArray(value) ? (value as string[]) : [];
    if (texts.length === 0) return [required(path, 'must contain at least 1 address')];
    const check = ADDRESSES[String(type)];
    return [
      ...atMost(MOST_ADDRESSES, () => [])(texts, path),
      ...texts.flatMap((text, index) => check?.(text, `${path}[${index}]`, path) ?? []),
    ];
  };

/** What is wrong with the endpoints of a slice. */
export function sliceEndpointErrors(object: KubeObject): FieldError[] {
  const of = addresses(object['addressType']);
  const one: Check = (value, path) => [
    ...of((value as JsonObject)['addresses'], `${path}.addresses`),
    ...ENDPOINT(value, path),
  ];
  return atMost(MOST_ENDPOINTS, each(one))(object['endpoints'], 'endpoints');
}
