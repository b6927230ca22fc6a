import { isIPv4, isIPv6 } from 'node:net';
import { plainAddress } from '../../validation/addresses.ts';

/** Zeros before a number were once passed over. */
function withoutZeros(address: string): string {
  const end = address.lastIndexOf(':') + 1;
  return address.slice(0, end) + plainAddress(address.slice(end));
}

const isIp = (text: string): boolean => {
  const address = text.includes('.') ? withoutZeros(text) : text;
  return isIPv4(address) || (isIPv6(address) && !address.includes('%'));
};

/** Also one of IPv6 that ends like one of IPv4. */
export const isIpv4 = (text: string): boolean => text.includes('.') && isIp(text);

export const isIpv6 = (text: string): boolean => isIPv6(text) && !text.includes('%');

export function isCidr(text: string): boolean {
  const [, address = '', prefix] = /^([^/]+)\/(\d{1,7})$/.exec(text) ?? [];
  if (prefix === undefined || !isIp(address)) return false;
  return Number(prefix) <= (address.includes(':') ? 128 : 32);
}

const MAC = /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}(?:(?:[0-9a-f]{2}\1){2}|(?:[0-9a-f]{2}\1){14})?[0-9a-f]{2}$/i;
const MAC_OF_FOURS = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(\.[0-9a-f]{4}|(\.[0-9a-f]{4}){7})?$/i;

/** Of 6, 8 or 20 bytes. */
export const isMac = (text: string): boolean => MAC.test(text) || MAC_OF_FOURS.test(text);

const LABEL = String.raw`[a-zA-Z0-9\p{S}\p{L}]`;
const HOSTNAME = new RegExp(
  String.raw`^(${LABEL}((-?${LABEL}{0,62})?)|(${LABEL}((?:${LABEL}|-){0,61}${LABEL})?\.)+[a-zA-Z\p{L}]{2,63})$`,
  'u',
);

export const isHostname = (text: string): boolean =>
  Buffer.byteLength(text) <= 255 &&
  HOSTNAME.test(text) &&
  text.split('.').every((label) => Buffer.byteLength(label) <= 63);

/** Scheme, authority, path and query; what follows is the path's, too. */
const URI = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?]*))?([^?]*)/s;
const CONTROL = /[\u0000-\u001f\u007f]/;
const BAD_ESCAPE = /%(?![0-9a-f]{2})/i;
const USER = /^(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})*$/i;
const IN_HOST = String.raw`[\w.~!$&'()*+,;=<>"-]|[^\0-\x7f]|%[89a-f][0-9a-f]`;
/** What follows the last colon is a port. */
const HOST = new RegExp(String.raw`^(?:\[[^[\]]*\](?::\d*)?|(?:${IN_HOST})*|(?:${IN_HOST}|:)*:\d*)$`, 'i');

/** As a request names it: absolute, or a path from the root (Go's url.ParseRequestURI). */
export function isUri(text: string): boolean {
  if (text === '*') return true;
  if (text === '' || CONTROL.test(text)) return false;
  const [, scheme, authority, path = ''] = URI.exec(text) ?? [];
  if (scheme === undefined) return text.startsWith('/') && !BAD_ESCAPE.test(text.split('?')[0] ?? '');
  return (!path.startsWith('/') || !BAD_ESCAPE.test(path)) && isAuthority(authority ?? '');
}

function isAuthority(text: string): boolean {
  const end = text.lastIndexOf('@');
  return USER.test(text.slice(0, Math.max(end, 0))) && HOST.test(text.slice(end + 1));
}

const ATOM = String.raw`[\w!#$%&'*+\-/=?^{|}~\u0080-\uffff` + '`]+';
const QUOTED = String.raw`"(?:[^"\\\r\n]|\\.)*"`;
const LOCAL_PART = `(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})`;
const ADDRESS = `${LOCAL_PART}@(?:${ATOM}(?:\\.${ATOM})*|\\[[0-9A-Fa-f.:]+\\])`;
const WORD = `(?:[.${ATOM.slice(1)}|${QUOTED})`;
const PHRASE = `${WORD}(?:[ \\t]+${WORD})*`;
const EMAIL = new RegExp(`^[ \\t]*(?:${ADDRESS}|(?:${PHRASE}[ \\t]*)?<${ADDRESS}>)[ \\t]*$`);

/** An address of mail, with or without a name before it in brackets (RFC 5322). */
export const isEmail = (text: string): boolean => EMAIL.test(text);
