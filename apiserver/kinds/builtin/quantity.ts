const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** From 10^-9 on in steps of a thousand. */
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const NANOS_DIGITS = 9;
const NANO = 10n ** BigInt(NANOS_DIGITS);
const MILLI = NANO / 1000n;

/**
 * The canonical form of a resource.Quantity: no fraction, the largest unit that needs none, such as `1500m`, `1Gi`.
 * @throws Error if it is no quantity
 */
export function canonicalQuantity(value: unknown): string {
  const parts = parse(String(value).trim());
  const nanos = toNanos(parts);
  if (nanos === 0n) return '0';
  const isBinary = parts.suffix.endsWith('i') && nanos >= 1024n * NANO && nanos % NANO === 0n;
  return parts.sign + (isBinary ? binary(nanos / NANO) : decimal(nanos, parts.exponent !== undefined));
}

/** The sum of two quantities in its canonical form, of binary units if one of them is. @throws Error if one is none */
export function addQuantities(a: string, b: string): string {
  const sum = signedNanos(a) + signedNanos(b);
  const isBinary = [a, b].some((text) => parse(text.trim()).suffix.endsWith('i'));
  if (isBinary && sum >= 1024n * NANO && sum % NANO === 0n) return binary(sum / NANO);
  if (sum === 0n) return '0';
  return sum < 0n ? `-${decimal(-sum, false)}` : decimal(sum, false);
}

/** Negative, zero or positive, as `a` is less than, the same as or more than `b`. @throws Error if one is no quantity */
export function compareQuantities(a: string, b: string): number {
  const difference = signedNanos(a) - signedNanos(b);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** In thousandths, smaller parts rounded up. @throws Error if it is no quantity */
export function milliOf(text: string): bigint {
  const nanos = signedNanos(text);
  return nanos > 0n ? (nanos + MILLI - 1n) / MILLI : nanos / MILLI;
}

function signedNanos(text: string): bigint {
  const parts = parse(text.trim());
  const nanos = toNanos(parts);
  return parts.sign === '-' ? -nanos : nanos;
}

type Parts = {
  readonly sign: string;
  readonly digits: string;
  /** How many of the digits are behind the point. */
  readonly decimals: number;
  readonly suffix: string;
  readonly exponent: string | undefined;
};

function parse(text: string): Parts {
  const [, sign = '', whole = '', fraction = '', suffix = '', exponent] = QUANTITY.exec(text) ?? [];
  if (whole + fraction === '') {
    throw new Error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  return { sign: sign === '-' ? '-' : '', digits: whole + fraction, decimals: fraction.length, suffix, exponent };
}

/** Smaller parts are rounded up. */
function toNanos({ digits, decimals, suffix, exponent }: Parts): bigint {
  const power = exponent === undefined ? Math.max(0, DECIMAL.indexOf(suffix)) * 3 : Number(exponent) + NANOS_DIGITS;
  const isBinary = suffix.endsWith('i');
  const factor = isBinary ? 1024n ** BigInt(BINARY.indexOf(suffix)) : 1n;
  const shift = (isBinary ? NANOS_DIGITS : power) - decimals;
  const scaled = BigInt(digits) * factor;
  if (shift >= 0) return scaled * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (scaled + divisor - 1n) / divisor;
}

function binary(value: bigint): string {
  let unit = 0;
  let rest = value;
  for (; rest % 1024n === 0n && unit < BINARY.length - 1; unit++) rest /= 1024n;
  return `${rest}${BINARY[unit]}`;
}

function decimal(nanos: bigint, isExponent: boolean): string {
  let unit = 0;
  let rest = nanos;
  for (; rest % 1000n === 0n && unit < DECIMAL.length - 1; unit++) rest /= 1000n;
  const exponent = unit * 3 - NANOS_DIGITS;
  if (isExponent) return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  return `${rest}${DECIMAL[unit]}`;
}
