import { isIPv4, isIPv6 } from 'node:net';
import type { Environment } from '@marcbachmann/cel-js';
import { accepts, addFunctions, addNamespace } from './add-functions.ts';

/** An address of IPv4 (32 bits) or IPv6 (128). */
class Ip {
  readonly value: bigint;
  readonly bits: 32 | 128;

  constructor(value: bigint, bits: 32 | 128) {
    this.value = value;
    this.bits = bits;
  }
}

class Cidr {
  readonly address: Ip;
  readonly prefix: number;

  constructor(address: Ip, prefix: number) {
    this.address = address;
    this.prefix = prefix;
  }
}

/** @throws if it is no address, or one of IPv4 in IPv6's clothes, or has a zone */
function parseIp(text: string): Ip {
  if (isIPv4(text)) return new Ip(joined(text.split('.').map(Number), 8n), 32);
  if (!isIPv6(text) || text.includes('%') || text.includes('.')) {
    throw new Error(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  }
  const [head = '', tail] = text.split('::');
  const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return new Ip(joined([...before, ...zeros, ...after], 16n), 128);
}

const joined = (parts: readonly number[], width: bigint): bigint =>
  parts.reduce((value, part) => (value << width) | BigInt(part), 0n);

function textOf({ value, bits }: Ip): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?<=^|:)0(:0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (!longest) return text;
  const end = longest.index + longest[0].length;
  return `${text.slice(0, longest.index).replace(/:$/, '')}::${text.slice(end).replace(/^:/, '')}`;
}

function parseCidr(text: string): Cidr {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match && parseIp(match[1] ?? '');
  const prefix = Number(match?.[2]);
  if (address && prefix <= address.bits) return new Cidr(address, prefix);
  throw new Error(`network address parse error during conversion from string: ${JSON.stringify(text)}`);
}

const networkOf = ({ address, prefix }: Cidr): bigint => address.value >> BigInt(address.bits - prefix);

const containsIp = (cidr: Cidr, ip: Ip): boolean =>
  cidr.address.bits === ip.bits && networkOf(cidr) === ip.value >> BigInt(ip.bits - cidr.prefix);

const containsCidr = (outer: Cidr, inner: Cidr): boolean =>
  inner.prefix >= outer.prefix && containsIp(outer, inner.address);

function masked({ address, prefix }: Cidr): Cidr {
  const rest = BigInt(address.bits - prefix);
  return new Cidr(new Ip((address.value >> rest) << rest, address.bits), prefix);
}

const inAny =
  (...networks: readonly string[]): ((ip: Ip) => boolean) =>
  (ip) =>
    networks.some((network) => containsIp(parseCidr(network), ip));

const isLoopback = inAny('127.0.0.0/8', '::1/128');
const isUnspecified = inAny('0.0.0.0/32', '::/128');
const isLinkLocalUnicast = inAny('169.254.0.0/16', 'fe80::/10');
const isSpecial = inAny('224.0.0.0/4', 'ff00::/8', '255.255.255.255/32');

const isGlobalUnicast = (ip: Ip): boolean =>
  !isSpecial(ip) && !isLoopback(ip) && !isUnspecified(ip) && !isLinkLocalUnicast(ip);

const cidrText = ({ address, prefix }: Cidr): string => `${textOf(address)}/${prefix}`;

/** Kubernetes' IP and CIDR libraries. */
export function addAddresses(env: Environment): void {
  env.registerType('net.IP', Ip).registerType('net.CIDR', Cidr);
  env.registerOperator('net.IP == net.IP', (a: Ip, b: Ip) => a.value === b.value && a.bits === b.bits);
  env.registerOperator('net.CIDR == net.CIDR', (a: Cidr, b: Cidr) => cidrText(a) === cidrText(b));
  const namespace = addNamespace(env, 'ip');
  addFunctions(env, {
    'ip(string): net.IP': parseIp,
    'isIP(string): bool': accepts(parseIp),
    'string(net.IP): string': textOf,
    [`${namespace}.isCanonical(string): bool`]: (_: unknown, text: string) => textOf(parseIp(text)) === text,
    'net.IP.family(): int': ({ bits }: Ip) => (bits === 32 ? 4n : 6n),
    'net.IP.isUnspecified(): bool': isUnspecified,
    'net.IP.isLoopback(): bool': isLoopback,
    'net.IP.isLinkLocalMulticast(): bool': inAny('224.0.0.0/24', 'ff02::/16'),
    'net.IP.isLinkLocalUnicast(): bool': isLinkLocalUnicast,
    'net.IP.isGlobalUnicast(): bool': isGlobalUnicast,
    'cidr(string): net.CIDR': parseCidr,
    'isCIDR(string): bool': accepts(parseCidr),
    'string(net.CIDR): string': cidrText,
    'net.CIDR.containsIP(net.IP): bool': containsIp,
    'net.CIDR.containsIP(string): bool': (cidr: Cidr, text: string) => containsIp(cidr, parseIp(text)),
    'net.CIDR.containsCIDR(net.CIDR): bool': containsCidr,
    'net.CIDR.containsCIDR(string): bool': (cidr: Cidr, text: string) => containsCidr(cidr, parseCidr(text)),
    'net.CIDR.ip(): net.IP': ({ address }: Cidr) => address,
    'net.CIDR.masked(): net.CIDR': masked,
    'net.CIDR.prefixLength(): int': ({ prefix }: Cidr) => BigInt(prefix),
  });
}
