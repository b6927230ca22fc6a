import { randomInt } from 'node:crypto';

/** Numbers from `first` to `last`, of which those before `dynamic` are given only when they are asked for, or nothing else is left. */
export type NumberRange = { readonly first: number; readonly dynamic: number; readonly last: number };

/** Any number that is free; undefined if none is. */
export function freeNumber(range: NumberRange, isTaken: (number: number) => boolean): number | undefined {
  const { first, dynamic, last } = range;
  return freeBetween(dynamic, last, isTaken) ?? freeBetween(first, dynamic - 1, isTaken);
}

/** From a random one on. */
function freeBetween(first: number, last: number, isTaken: (number: number) => boolean): number | undefined {
  const size = last - first + 1;
  const start = randomInt(size);
  for (let step = 0; step < size; step++) {
    const number = first + ((start + step) % size);
    if (!isTaken(number)) return number;
  }
  return undefined;
}
