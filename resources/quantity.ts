/** What a suffix of a quantity stands for. */
export const QUANTITY_FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Kubernetes' resource.Quantity without sign and exponent: `50Gi`, `1.5T`, `1024`. */
export const QUANTITY_PATTERN = '^[0-9]+(\\.[0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$';

/**
 * Reads a Kubernetes quantity of bytes.
 * @returns bytes, rounded up as Kubernetes does
 * @throws RangeError when the text is no quantity
 */
export function parseQuantity(text: string): number {
  const match = new RegExp(QUANTITY_PATTERN).exec(text);
  const factor = match && QUANTITY_FACTORS[match[2] ?? ''];
  if (!match || factor === undefined || factor === null) {
    throw new RangeError(`"${text}" is not a quantity; write a number and a unit, such as 500Mi, 50Gi or 2T`);
  }
  return Math.ceil(Number.parseFloat(text) * factor);
}

/** Writes bytes for people with three significant digits and binary units: `1536` → `1.50 KiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const exponent = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (exponent * 10);
  return exponent === 0 ? `${bytes} B` : `${value.toPrecision(value >= 1000 ? 4 : 3)} ${units[exponent] ?? 'B'}`;
}
