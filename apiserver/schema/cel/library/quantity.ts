import type { Environment } from '@marcbachmann/cel-js';
import { accepts, addFunctions } from './add-functions.ts';

/** A resource quantity such as 1.5Gi: exactly `digits` / 10^`scale`. */
export class Quantity {
  readonly digits: bigint;
  readonly scale: number;

  constructor(digits: bigint, scale: number) {
    this.digits = digits;
    this.scale = scale;
  }
}

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
/** No quantity needs more; a power of ten of this size is still quick. */
const MAX_EXPONENT = 400;

const PATTERN = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([KMGTPE]i|[numkMGTPE]?)|[eE]([+-]?\d{1,4}))$/;

/** @throws if it is no quantity (apimachinery, api/resource) */
export function parseQuantity(text: string): Quantity {
  const match = PATTERN.exec(text);
  const exponent = exponentOf(match);
  if (!match || Math.abs(exponent) > MAX_EXPONENT) {
    throw new Error('quantities must match the regular expression ' + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  const [, sign, number = '', suffix = ''] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const power = BINARY.indexOf(suffix) + 1;
  const digits = BigInt(`${whole}${fraction}`) * 1024n ** BigInt(power) * (sign === '-' ? -1n : 1n);
  return new Quantity(digits, fraction.length - exponent);
}

const exponentOf = (match: RegExpExecArray | null): number => Number(match?.[4] ?? DECIMAL[match?.[3] ?? ''] ?? 0);

/** Both with the same scale. */
function align(a: Quantity, b: Quantity): { readonly left: bigint; readonly right: bigint; readonly scale: number } {
  const scale = Math.max(a.scale, b.scale);
  const raise = ({ digits, scale: own }: Quantity): bigint => digits * 10n ** BigInt(scale - own);
  return { left: raise(a), right: raise(b), scale };
}

function compare(a: Quantity, b: Quantity): bigint {
  const { left, right } = align(a, b);
  return left === right ? 0n : left < right ? -1n : 1n;
}

function add(a: Quantity, b: Quantity): Quantity {
  const { left, right, scale } = align(a, b);
  return new Quantity(left + right, scale);
}

const subtract = (a: Quantity, b: Quantity): Quantity => add(a, new Quantity(-b.digits, b.scale));

/** @returns undefined unless it is a whole number of 64 bits */
function wholeOf({ digits, scale }: Quantity): bigint | undefined {
  const divisor = 10n ** BigInt(Math.max(scale, 0));
  const whole = scale < 0 ? digits * 10n ** BigInt(-scale) : digits / divisor;
  const isExact = scale < 0 || whole * divisor === digits;
  return isExact && BigInt.asIntN(64, whole) === whole ? whole : undefined;
}

function asInteger(quantity: Quantity): bigint {
  const whole = wholeOf(quantity);
  if (whole === undefined) throw new Error('cannot convert value to integer');
  return whole;
}

const sign = ({ digits }: Quantity): bigint => (digits === 0n ? 0n : digits < 0n ? -1n : 1n);
const ofInt = (value: bigint): Quantity => new Quantity(value, 0);

/** Kubernetes' quantity library. */
export function addQuantities(env: Environment): void {
  env.registerType('Quantity', Quantity);
  env.registerOperator('Quantity == Quantity', (a: Quantity, b: Quantity) => compare(a, b) === 0n);
  addFunctions(env, {
    'quantity(string): Quantity': parseQuantity,
    'isQuantity(string): bool': accepts(parseQuantity),
    'Quantity.sign(): int': sign,
    'Quantity.isInteger(): bool': (quantity: Quantity) => wholeOf(quantity) !== undefined,
    'Quantity.asInteger(): int': asInteger,
    'Quantity.asApproximateFloat(): double': ({ digits, scale }: Quantity) => Number(`${digits}e${-scale}`),
    'Quantity.compareTo(Quantity): int': compare,
    'Quantity.isGreaterThan(Quantity): bool': (a: Quantity, b: Quantity) => compare(a, b) > 0n,
    'Quantity.isLessThan(Quantity): bool': (a: Quantity, b: Quantity) => compare(a, b) < 0n,
    'Quantity.add(Quantity): Quantity': add,
    'Quantity.sub(Quantity): Quantity': subtract,
    'Quantity.add(int): Quantity': (a: Quantity, b: bigint) => add(a, ofInt(b)),
    'Quantity.sub(int): Quantity': (a: Quantity, b: bigint) => subtract(a, ofInt(b)),
  });
}
