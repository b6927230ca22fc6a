import { isIP, isIPv6 } from 'node:net';
import type { FieldError } from '../../../errors/index.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { clusterIPsOf, familiesOf, HEADLESS, isHeadless, needsAddress, policyOf } from './service-fields.ts';

const FIELD = 'spec.clusterIPs';
const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const ADDRESS_TEXT = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** Of a field that holds an address; one it held before is let be. */
export const addressErrors = (address: string, path: string, before: readonly string[] = []): FieldError[] =>
  isIP(address) || before.includes(address) ? [] : [invalid(path, address, ADDRESS_TEXT)];

/** What is wrong with a service's addresses, their families and the policy of these (core/v1, ValidateServiceClusterIPsRelatedFields). */
export function addressFieldErrors(spec: JsonObject, before: readonly string[]): FieldError[] {
  if (!needsAddress(spec)) return [];
  const addresses = clusterIPsOf(spec);
  const policy = policyOf(spec);
  const malformed = addresses.flatMap((address, index) => {
    if (index > 0 || address !== HEADLESS) return addressErrors(address, `${FIELD}[${index}]`, before);
    return addresses.length > 1 ? [invalid(FIELD, addresses, "'None' must be the first and only value")] : [];
  });
  return [
    ...alignmentErrors(spec, addresses),
    ...familyErrors(familiesOf(spec)),
    ...(policy === '' || POLICIES.includes(policy) ? [] : [notSupported('spec.ipFamilyPolicy', policy, POLICIES)]),
    ...malformed,
    ...(addresses.length > 2 ? [invalid(FIELD, addresses, 'may only hold up to 2 values')] : []),
    ...(malformed.length > 0 ? [] : [...dualErrors(addresses), ...matchErrors(spec, addresses)]),
  ];
}

function alignmentErrors({ clusterIP }: JsonObject, addresses: readonly string[]): FieldError[] {
  if (!clusterIP) {
    const detail = 'must be empty when `clusterIP` is not specified';
    return addresses.length > 0 ? [invalid(FIELD, addresses, detail)] : [];
  }
  if (addresses.length === 0) return [required(FIELD)];
  return addresses[0] === clusterIP ? [] : [invalid(FIELD, addresses, 'first value must match `clusterIP`')];
}

const familyErrors = (families: readonly string[]): FieldError[] =>
  families.flatMap((family, index) => [
    ...(FAMILIES.includes(family) ? [] : [notSupported(`spec.ipFamilies[${index}]`, family, FAMILIES)]),
    ...(families.indexOf(family) < index ? [duplicate(`spec.ipFamilies[${index}]`, family)] : []),
  ]);

/** One of each family. */
function dualErrors(addresses: readonly string[]): FieldError[] {
  if (addresses.length < 2) return [];
  const isDual = addresses.some(isIPv6) && addresses.some((address) => !isIPv6(address));
  return isDual ? [] : [invalid(FIELD, addresses, 'may specify no more than one IP for each IP family')];
}

function matchErrors(spec: JsonObject, addresses: readonly string[]): FieldError[] {
  if (isHeadless(spec)) return [];
  return familiesOf(spec).flatMap((family, index) => {
    const address = addresses[index];
    if (address === undefined || !FAMILIES.includes(family)) return [];
    const isMatch = (family === 'IPv6') === isIPv6(address);
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    return isMatch ? [] : [invalid(`${FIELD}[${index}]`, address, detail)];
  });
}

/** Nothing of it goes with a name that is elsewhere. */
export const externalAddressErrors = (spec: JsonObject): FieldError[] =>
  ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']
    .filter((name) => ((spec[name] ?? '') as { length: number }).length > 0)
    .map((name) => forbidden(`spec.${name}`, 'may not be set for ExternalName services'));

/** An address that was given stays, until the service has none. */
export function addressChangeErrors(spec: JsonObject, old: JsonObject): FieldError[] {
  if (!needsAddress(spec) || !needsAddress(old)) return [];
  const [addresses, families] = [clusterIPsOf(spec), familiesOf(spec)];
  const [before, familiesBefore] = [clusterIPsOf(old), familiesOf(old)];
  const bothHeadless = isHeadless(spec) && isHeadless(old);
  const isTurned = isHeadless(spec) !== isHeadless(old);
  return [
    ...(bothHeadless ? [] : listErrors(FIELD, { now: addresses, before, shown: addresses })),
    ...(bothHeadless || isTurned
      ? []
      : listErrors('spec.ipFamilies', { now: families, before: familiesBefore, shown: families })),
  ];
}

type Lists = { readonly now: readonly string[]; readonly before: readonly string[]; readonly shown: readonly string[] };

function listErrors(field: string, { now, before, shown }: Lists): FieldError[] {
  if (before.length > 0 && now.length === 0) {
    const what = field === FIELD ? 'primary clusterIP' : 'primary ipFamily';
    return [invalid(`${field}[0]`, shown, `${what} can not be unset`)];
  }
  const compared = before.slice(0, now.length === before.length ? before.length : 1);
  return compared.flatMap((text, index) => {
    const place = field === FIELD ? index : 0;
    return now[index] === text ? [] : [invalid(`${field}[${place}]`, shown, 'may not change once set')];
  });
}
