import { duplicate, invalid } from '../../../errors/index.ts';
import { qualifiedNameErrors } from '../../../validation/names.ts';
import { objectsIn, textAt } from '../fields.ts';
import type { Check } from './checks.ts';

/** What a pod waits for before it is placed. */
export const schedulingGates: Check = (value, path) => {
  const names = objectsIn(value).map((gate) => textAt(gate, 'name'));
  return names.flatMap((name, index) => [
    ...qualifiedNameErrors(name).map((detail) => invalid(`${path}[${index}]`, name, detail)),
    ...(names.indexOf(name) < index ? [duplicate(`${path}[${index}]`, name)] : []),
  ]);
};
