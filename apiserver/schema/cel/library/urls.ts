import type { Environment } from '@marcbachmann/cel-js';
import { accepts, addFunctions } from './add-functions.ts';

/** RFC 3986's appendix B: scheme, authority, path, query. */
const PATTERN = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s;

class Url {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  /** @throws unless it is absolute, or a path from the root (Go's url.ParseRequestURI) */
  constructor(text: string) {
    const [, scheme = '', authority = '', path = '', query = ''] = PATTERN.exec(text) ?? [];
    const isValid = (scheme !== '' || text.startsWith('/')) && !hasControls(text) && !/%(?![0-9a-f]{2})/i.test(path);
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    if (!isValid || !/^(\[[^[\]]*\]|[^\s:[\]<>"]*)(:\d*)?$/.test(host)) {
      throw new Error(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI`);
    }
    [this.text, this.scheme, this.host, this.path, this.query] = [text, scheme.toLowerCase(), host, path, query];
  }
}

const hasControls = (text: string): boolean => [...text].some((character) => character <= ' ' || character === '\x7f');

/** The names and values of a query. */
function queryOf({ query }: Url): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

/** @throws for what is none */
export const parseUrl = (text: string): Url => new Url(text);

/** Kubernetes' URL library. */
export function addUrls(env: Environment): void {
  env.registerType('net.URL', Url);
  env.registerOperator('net.URL == net.URL', (a: Url, b: Url) => a.text === b.text);
  addFunctions(env, {
    'url(string): net.URL': parseUrl,
    'isURL(string): bool': accepts(parseUrl),
    'net.URL.getScheme(): string': ({ scheme }: Url) => scheme,
    'net.URL.getHost(): string': ({ host }: Url) => host,
    'net.URL.getHostname(): string': ({ host }: Url) => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1'),
    'net.URL.getPort(): string': ({ host }: Url) => /:(\d*)$/.exec(host)?.[1] ?? '',
    'net.URL.getEscapedPath(): string': ({ path }: Url) => path,
    'net.URL.getQuery(): map<string, list<string>>': queryOf,
  });
}
