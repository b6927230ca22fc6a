import { badRequest } from './errors/index.ts';

/** A flag of a query: false for one that is absent, `0` or `false`, true for anything else (apimachinery, queryparams). */
export function flagOf(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

const INT64_MAX = 2n ** 63n - 1n;

/** A whole number of a query; undefined if it is absent. @throws StatusError 400 in the words of Go's parser */
export function integerOf(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const fail = (cause: string): Error => badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${cause}`);
  if (!/^[+-]?\d{1,64}$/.test(text)) throw fail('invalid syntax');
  const value = BigInt(text.replace('+', ''));
  if (value > INT64_MAX || value < -INT64_MAX - 1n) throw fail('value out of range');
  return value;
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A time of a query in whole seconds, RFC 3339; undefined if it is absent or empty. @throws StatusError 400 */
export function timeOf(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name);
  if (!text || text === 'null') return undefined;
  const time = RFC3339.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return `${time.toISOString().slice(0, 19)}Z`;
  const shown = JSON.stringify(text);
  throw badRequest(`parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`);
}
