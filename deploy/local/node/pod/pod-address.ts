/** A range of IPv4 addresses. */
export interface AddressRange {
  /** First address as a number. */
  readonly first: number;
  readonly size: number;
}

/**
 * Reads a range such as `127.77.0.0/16`; it has to lie in 127.0.0.0/8, where every address works without being set up.
 * @throws RangeError when it is no such range
 */
export function parseLoopbackRange(text: string): AddressRange {
  const match = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [b = 256, c = 256, d = 256, bits = 0] = (match?.slice(1) ?? []).map(Number);
  if (!match || Math.max(b, c, d) > 255 || bits < 8 || bits > 30) {
    throw new RangeError(`"${text}" is not a loopback range; write one such as 127.77.0.0/16`);
  }
  const size = 2 ** (32 - bits);
  const address = 127 * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return { first: address - (address % size), size };
}

const toText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** The first free address of a range; its first (the network's) and last are never given. @throws RangeError when none is left */
export function freeAddress(range: AddressRange, used: ReadonlySet<string>): string {
  for (let offset = 1; offset < range.size - 1; offset++) {
    const text = toText(range.first + offset);
    if (!used.has(text)) return text;
  }
  throw new RangeError(`all ${range.size - 2} pod addresses are in use`);
}
