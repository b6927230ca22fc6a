import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, required } from '../../../errors/index.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { compareQuantities, milliOf } from '../quantity.ts';
import type { Check } from './checks.ts';
import { containerResourceNameErrors, isOvercommitAllowed, isWhole } from './resource-name.ts';

/**
 * What a container asks for is no less than nothing, and no more than it is limited to (core/v1,
 * ValidateContainerResourceRequirements).
 */
export const resources: Check = (value, path) => {
  if (!isJsonObject(value)) return [];
  const limits = amountsOf(value['limits']);
  const requests = amountsOf(value['requests']);
  const names = [...limits.keys(), ...requests.keys()];
  const hasPages = names.some((name) => name.startsWith('hugepages-'));
  const isAlone = hasPages && !names.includes('cpu') && !names.includes('memory');
  return [
    ...amountErrors(limits, `${path}.limits`),
    ...amountErrors(requests, `${path}.requests`),
    ...[...requests].flatMap(([name, amount]) => requestErrors(name, amount, { limit: limits.get(name), path })),
    ...(isAlone ? [forbidden(path, 'HugePages require cpu or memory')] : []),
  ];
};

const amountsOf = (value: unknown): Map<string, string> =>
  new Map(Object.entries(isJsonObject(value) ? value : {}).map(([name, amount]) => [name, String(amount)]));

export const notNegativeAmount: Check = (value, path) =>
  compareQuantities(String(value), '0') < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];

const amountErrors = (amounts: ReadonlyMap<string, string>, path: string): FieldError[] =>
  [...amounts].flatMap(([name, amount]) => {
    const at = `${path}[${name}]`;
    const isBroken = isWhole(name) && milliOf(amount) % 1000n !== 0n;
    return [
      ...containerResourceNameErrors(name, at),
      ...notNegativeAmount(amount, at),
      ...(isBroken ? [invalid(at, amount, 'must be an integer')] : []),
    ];
  });

type Bound = { readonly limit: string | undefined; readonly path: string };

/** What cannot be shared with others is asked for as it is limited. */
function requestErrors(name: string, amount: string, { limit, path }: Bound): FieldError[] {
  const isShared = isOvercommitAllowed(name);
  const detail = 'Limit must be set for non overcommitable resources';
  if (limit === undefined) return isShared ? [] : [required(`${path}.limits`, detail)];
  const order = compareQuantities(amount, limit);
  if (order === 0 || (order < 0 && isShared)) return [];
  const relation = isShared ? 'less than or equal' : 'equal';
  return [invalid(`${path}.requests`, amount, `must be ${relation} to ${name} limit of ${limit}`)];
}
