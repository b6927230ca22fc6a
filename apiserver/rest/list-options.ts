import type { FieldError } from '../errors/index.ts';
import { badRequest, forbidden, invalidObject, notSupported } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import { flagOf } from '../query-values.ts';
import { parseFieldSelector } from './field-selector.ts';
import type { Selector } from './label-selector.ts';
import { parseLabelSelector } from './label-selector.ts';

export type ListOptions = {
  readonly labels: Selector;
  readonly fields: Selector & { readonly name?: string };
  /** 0: all. */
  readonly limit: number;
  readonly continueToken: string;
  /** Absent: the latest. 0: any. */
  readonly resourceVersion?: number;
  readonly match?: 'Exact' | 'NotOlderThan';
  readonly bookmarks: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
};

/** @param isWatch some options mean something else, or nothing, to a watch @throws StatusError */
export function parseListOptions(query: URLSearchParams, resource: Resource, isWatch: boolean): ListOptions {
  checkOptions(query, isWatch);
  return {
    labels: parseLabelSelector(query.get('labelSelector') ?? ''),
    fields: parseFieldSelector(query.get('fieldSelector') ?? '', resource),
    limit: limitOf(query),
    continueToken: query.get('continue') ?? '',
    bookmarks: flagOf(query, 'allowWatchBookmarks'),
    ...optional('resourceVersion', parseVersion(query.get('resourceVersion') ?? '')),
    ...optional('match', (query.get('resourceVersionMatch') || undefined) as ListOptions['match']),
    ...(query.has('sendInitialEvents') && { sendInitialEvents: flagOf(query, 'sendInitialEvents') }),
    ...optional('timeoutSeconds', parseInteger(query, 'timeoutSeconds')),
  };
}

/** Any version is answered at once, whole: informers that ask for it do not count on pages. */
function limitOf(query: URLSearchParams): number {
  const limit = Math.max(0, parseInteger(query, 'limit') ?? 0);
  return query.get('resourceVersion') === '0' && !query.get('continue') ? 0 : limit;
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: Value });
}

function checkOptions(query: URLSearchParams, isWatch: boolean): void {
  const [version, match, token] = ['resourceVersion', 'resourceVersionMatch', 'continue'].map(
    (name) => query.get(name) ?? '',
  );
  const initial = query.get('sendInitialEvents');
  const errors = isWatch
    ? watchErrors(match ?? '', initial)
    : matchErrors({ version: version ?? '', match: match ?? '', token: token ?? '' });
  if (!isWatch && initial !== null)
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

const MATCHES = ['Exact', 'NotOlderThan', ''];

function matchErrors({ version, match, token }: { version: string; match: string; token: string }): FieldError[] {
  const field = 'resourceVersionMatch';
  if (!match) return [];
  if (!version) return [forbidden(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided')];
  if (token) return [forbidden(field, 'resourceVersionMatch is forbidden when continue is provided')];
  if (!MATCHES.includes(match)) return [notSupported(field, match, MATCHES)];
  const isZero = match === 'Exact' && version === '0';
  const detail = 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"';
  return isZero ? [forbidden(field, detail)] : [];
}

function watchErrors(match: string, initial: string | null): FieldError[] {
  const field = 'resourceVersionMatch';
  if (initial === null) {
    return match
      ? [forbidden(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')]
      : [];
  }
  if (match === 'NotOlderThan') return [];
  const required = forbidden(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  return match ? [required, notSupported(field, match, ['NotOlderThan'])] : [required];
}

function parseInteger(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!/^[+-]?\d{1,18}$/.test(value)) throw badRequest(`invalid value ${JSON.stringify(value)} for ${name}`);
  return Number(value);
}

const UINT64_MAX = 2n ** 64n - 1n;

/** @returns one that is too large for a number as the largest there is: no server comes so far @throws StatusError 400 */
export function parseVersion(version: string): number | undefined {
  if (version === '') return undefined;
  const isNumber = /^\d{1,64}$/.test(version);
  if (isNumber && BigInt(version) <= UINT64_MAX) return Math.min(Number(version), Number.MAX_SAFE_INTEGER);
  const cause = isNumber ? 'value out of range' : 'invalid syntax';
  const error = `strconv.ParseUint: parsing ${JSON.stringify(version)}: ${cause}`;
  throw badRequest(`resourceVersion: Invalid value: ${JSON.stringify(version)}: ${error}`);
}
