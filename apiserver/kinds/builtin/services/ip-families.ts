import { isIPv4 } from 'node:net';
import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { addressFieldErrors } from './address-errors.ts';
import { clusterIPsOf, familiesOf, HEADLESS, needsAddress, policyOf, sameTexts } from './service-fields.ts';

/** What services get here: there are no addresses of IPv6. */
const FAMILY = 'IPv4';
const POLICY = 'spec.ipFamilyPolicy';

/**
 * Sets, in place, which families of addresses a service has (registry, initIPFamilyFields of a cluster of IPv4).
 * @returns what stands against it
 */
export function setIpFamilies(spec: JsonObject, old: JsonObject | undefined): FieldError[] {
  if (!needsAddress(spec) || isKept(spec, old)) return [];
  spec['ipFamilyPolicy'] ??= old?.['ipFamilyPolicy'] ?? (isOpen(spec) ? 'RequireDualStack' : 'SingleStack');
  const problems = givenErrors(spec, old);
  if (problems.length > 0) return problems;
  if (isOpen(spec)) return openFamilies(spec);
  const unserved = unservedErrors(spec);
  if (unserved.length === 0 && familiesOf(spec).length === 0) spec['ipFamilies'] = [FAMILY];
  return unserved;
}

/** Of what the client says. */
function givenErrors(spec: JsonObject, old: JsonObject | undefined): FieldError[] {
  const malformed = addressFieldErrors(spec, clusterIPsOf(old ?? {}));
  if (malformed.length > 0) return malformed;
  return [...(old ? releaseErrors(spec, old) : []), ...countErrors(spec), ...inferFamilies(spec)];
}

/** Whether it is nothing but a name for what somebody else looks after. */
const isOpen = ({ clusterIP, selector }: JsonObject): boolean =>
  clusterIP === HEADLESS && Object.keys(selector ?? {}).length === 0;

/** One that prefers two families, and says nothing else of them, stays as it is. */
function isKept(spec: JsonObject, old: JsonObject | undefined): boolean {
  if (!old || spec['type'] !== old['type']) return false;
  if (policyOf(spec) !== 'PreferDualStack' || policyOf(old) !== 'PreferDualStack') return false;
  return sameTexts(clusterIPsOf(spec), clusterIPsOf(old)) && sameTexts(familiesOf(spec), familiesOf(old));
}

/** The second of two addresses is given up only by who says so. */
function releaseErrors(spec: JsonObject, old: JsonObject): FieldError[] {
  const [addresses, families] = [clusterIPsOf(spec), familiesOf(spec)];
  if (policyOf(spec) === 'SingleStack') {
    if (sameTexts(addresses, clusterIPsOf(old)) && addresses.length > 1) spec['clusterIPs'] = addresses.slice(0, 1);
    if (sameTexts(families, familiesOf(old)) && families.length > 1) spec['ipFamilies'] = families.slice(0, 1);
    return [];
  }
  const isFewer = (now: readonly string[], before: readonly string[]): boolean =>
    now.length > 0 && now.length < before.length;
  const error = (what: string): FieldError =>
    invalid(POLICY, policyOf(spec), `must be 'SingleStack' to release the secondary ${what}`);
  return [
    ...(isFewer(addresses, clusterIPsOf(old)) ? [error('cluster IP')] : []),
    ...(isFewer(families, familiesOf(old)) ? [error('IP family')] : []),
  ];
}

function countErrors(spec: JsonObject): FieldError[] {
  if (policyOf(spec) !== 'SingleStack') return [];
  const error = (what: string): FieldError =>
    invalid(
      POLICY,
      policyOf(spec),
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  return [
    ...(clusterIPsOf(spec).length === 2 ? [error('cluster IPs')] : []),
    ...(familiesOf(spec).length === 2 ? [error('IP families')] : []),
  ];
}

/** An address that is given says of which family it is. */
function inferFamilies(spec: JsonObject): FieldError[] {
  const addresses = clusterIPsOf(spec);
  if (addresses[0] === HEADLESS) return [];
  const families = familiesOf(spec);
  const unnamed = addresses
    .slice(families.length)
    .map((address, index) => ({ address, index: families.length + index }));
  const foreign = unnamed.filter(({ address }) => !isIPv4(address));
  if (foreign.length === 0 && unnamed.length > 0) spec['ipFamilies'] = [...families, ...unnamed.map(() => FAMILY)];
  return foreign.map(({ index }) =>
    invalid(`spec.clusterIPs[${index}]`, addresses, 'IPv6 is not configured on this cluster'),
  );
}

/** A headless service that selects nothing may have any families. */
function openFamilies(spec: JsonObject): FieldError[] {
  const [first = FAMILY, ...others] = familiesOf(spec);
  const other = first === FAMILY ? 'IPv6' : FAMILY;
  const isDual = policyOf(spec) !== 'SingleStack' && others.length === 0;
  spec['ipFamilies'] = [first, ...(isDual ? [other] : others)];
  return [];
}

function unservedErrors(spec: JsonObject): FieldError[] {
  const detail = 'this cluster is not configured for dual-stack services';
  return [
    ...(policyOf(spec) === 'RequireDualStack' ? [invalid(POLICY, policyOf(spec), detail)] : []),
    ...familiesOf(spec).flatMap((family, index) =>
      family === FAMILY ? [] : [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ];
}
