import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** An address of IPv4 without the zeros its numbers may begin with; anything else as it is. */
export const plainAddress = (text: string): string =>
  /^\d+(\.\d+){3}$/.test(text) ? text.replaceAll(/\b0+(?=\d)/g, '') : text;

export const NO_ADDRESS = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

const hasZone = (text: string): boolean => text.includes('%');

/** What is wrong with an address, as fields that are older than today's rules have it (IsValidIPForLegacyField). */
export const addressErrors = (text: string): string[] =>
  isIP(plainAddress(text)) && !hasZone(text) ? [] : [NO_ADDRESS];

/** The same by today's rules (IsValidIP). */
export function strictAddressErrors(text: string): string[] {
  const errors = addressErrors(text);
  if (errors.length > 0) return errors;
  if (!isIP(text)) return ['must not have leading 0s'];
  if (isMapped(text)) return ['must not be an IPv4-mapped IPv6 address'];
  return canonicalAddress(text) === text
    ? []
    : [`must be in canonical form (${JSON.stringify(canonicalAddress(text))})`];
}

/** As RFC 5952 writes it; one of IPv4 in IPv6's clothes as the former. */
export function canonicalAddress(text: string): string {
  const plain = plainAddress(text);
  if (isIPv4(plain)) return plain;
  const written = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [, high = '', low = ''] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(written) ?? [];
  if (high === '') return written;
  return [high, low].flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 255]).join('.');
}

const isMapped = (text: string): boolean => isIPv6(text) && isIPv4(canonicalAddress(text));

/** What a client is warned of that gives an address in an unusual form (GetWarningsForIP). */
export function addressWarnings(text: string, path: string): string[] {
  const [given, usual] = [text, canonicalAddress(text)].map((address) => JSON.stringify(address));
  if (text === canonicalAddress(text)) return [];
  return !isIP(text) || isMapped(text)
    ? [
        `${path}: non-standard IP address ${given} will be considered invalid in a future Kubernetes release: use ${usual}`,
      ]
    : [`${path}: IPv6 address ${given} should be in RFC 5952 canonical format (${usual})`];
}

type Range = { readonly of: BlockList; readonly error: (text: string) => string };

function range(networks: readonly string[], error: Range['error']): Range {
  const of = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    of.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return { of, error };
}

const SPECIAL: readonly Range[] = [
  range(['0.0.0.0/32', '::/128'], (text) => `may not be unspecified (${text})`),
  range(['127.0.0.0/8', '::1/128'], () => 'may not be in the loopback range (127.0.0.0/8, ::1/128)'),
  range(['169.254.0.0/16', 'fe80::/10'], () => 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'),
  range(['224.0.0.0/24', 'ff02::/16'], () => 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'),
];

/** Where no endpoint can be (core/v1, ValidateEndpointIP). @param text an address */
export function endpointErrors(text: string): string[] {
  const address = canonicalAddress(text);
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return SPECIAL.filter(({ of }) => of.check(address, family)).map(({ error }) => error(text));
}
