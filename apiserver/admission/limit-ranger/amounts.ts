import { isJsonObject } from '../../object/kube-object.ts';

/** How much there is of each resource. */
export type Amounts = ReadonlyMap<string, string>;

export const amountsOf = (value: unknown): Map<string, string> =>
  new Map(Object.entries(isJsonObject(value) ? value : {}).map(([name, amount]) => [name, String(amount)]));
