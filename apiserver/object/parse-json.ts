import type { Inexact } from './exact-number.ts';
import { isExact, refuseInexact } from './exact-number.ts';

/** A number that may be more than a double holds: few texts have one, or a digest that looks like it. */
const MAY_BE_INEXACT = /[\s:,[-]\d{16}|\d[eE]\+?\d{3}/;
const INTEGER = /^-?\d+$/;

/** JSON whose integers are kept to the last digit. @throws SyntaxError, or Error for a number that would be another */
export function parseJson(text: string): unknown {
  if (!MAY_BE_INEXACT.test(text)) return JSON.parse(text);
  const inexact: Inexact[] = [];
  const check = (name: string, value: unknown, { source = '' }: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    if (!Number.isFinite(value))
      throw new Error(`json: cannot unmarshal number ${source} into Go value of type float64`);
    if (INTEGER.test(source) && !isExact(BigInt(source))) inexact.push({ name, integer: BigInt(source) });
    return value;
  };
  const value: unknown = JSON.parse(text, check as (name: string, value: unknown) => unknown);
  refuseInexact(inexact, value);
  return value;
}
