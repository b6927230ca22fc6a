import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { compareQuantities } from '../quantity.ts';
import type { Check } from './checks.ts';

/** What a container asks for is no less than nothing, and no more than it is limited to. */
export const resources: Check = (value, path) => {
  if (!isJsonObject(value)) return [];
  const limits = amountsOf(value['limits']);
  const requests = amountsOf(value['requests']);
  return [
    ...negative(limits, `${path}.limits`),
    ...negative(requests, `${path}.requests`),
    ...[...requests].flatMap(([name, amount]) => {
      const limit = limits.get(name);
      if (limit === undefined || compareQuantities(amount, limit) <= 0) return [];
      return [invalid(`${path}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`)];
    }),
  ];
};

const amountsOf = (value: unknown): Map<string, string> =>
  new Map(Object.entries(isJsonObject(value) ? value : {}).map(([name, amount]) => [name, String(amount)]));

export const notNegativeAmount: Check = (value, path) =>
  compareQuantities(String(value), '0') < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];

const negative = (amounts: ReadonlyMap<string, string>, path: string): FieldError[] =>
  [...amounts].flatMap(([name, amount]) => notNegativeAmount(amount, `${path}[${name}]`));
