import { isIPv4, isIPv6 } from 'node:net';
import { plainAddress } from './addresses.ts';

/** The family of a network such as `10.0.0.0/8`; undefined if it is none. */
export function familyOfNetwork(text: string): 'IPv4' | 'IPv6' | undefined {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const plain = plainAddress(address);
  if (isIPv4(plain)) return Number(bits) <= 32 ? 'IPv4' : undefined;
  return isIPv6(plain) && Number(bits) <= 128 ? 'IPv6' : undefined;
}

/** What is wrong with a network, as fields that are older than today's rules have it (IsValidCIDRForLegacyField). */
export const networkErrors = (text: string): string[] =>
  familyOfNetwork(text) ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
