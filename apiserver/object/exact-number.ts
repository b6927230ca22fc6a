import { isJsonObject } from './kube-object.ts';

/** An integer of a text that is another one as a number, and the field or index it is at. */
export type Inexact = { readonly name: string; readonly integer: bigint };

/** Fields of a definition's schemas that are doubles for Go, too. */
const DOUBLES: ReadonlySet<string> = new Set(['maximum', 'minimum', 'multipleOf']);

/**
 * What cannot be kept is refused: nothing is lost silently.
 * @param root what they were found in
 * @throws RangeError for the first of them
 */
export function refuseInexact(found: readonly Inexact[], root: unknown): void {
  const isDefinition = isJsonObject(root) && root['kind'] === 'CustomResourceDefinition';
  const lost = found.find(({ name }) => !isDefinition || !DOUBLES.has(name));
  if (lost) throw new RangeError(`${JSON.stringify(lost.name)}: ${tooLong(lost.integer)}`);
}

/** @throws RangeError if it would be another number */
export function exactNumber(integer: bigint): number {
  if (isExact(integer)) return Number(integer);
  throw new RangeError(tooLong(integer));
}

const tooLong = (integer: bigint): string => `the integer ${integer} has more digits than are kept`;

/**
 * Whether JSON says an integer again as it was: a double has 53 bits. 9007199254740993 would come back as
 * 9007199254740992; 10^23 is written 1e+23, which is the same.
 */
export function isExact(integer: bigint): boolean {
  const number = Number(integer);
  if (Number.isSafeInteger(number)) return true;
  const [, sign = '', first = '', rest = '', exponent = ''] =
    /^(-?)(\d)(?:\.(\d+))?e\+(\d+)$/.exec(number.toExponential()) ?? [];
  return first !== '' && BigInt(`${sign}${(first + rest).padEnd(Number(exponent) + 1, '0')}`) === integer;
}
