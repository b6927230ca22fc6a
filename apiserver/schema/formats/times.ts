import { goDurationMs } from '../../object/go-duration.ts';

export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(.\d+)?(z|[+-]\d\d:\d\d)$/s;

/** A date and a time of RFC 3339. */
export function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  return time !== undefined && isDate(date) && TIME.test(time);
}

/** Of each unit how long it is, and its names; what begins with the last one is of it, too. */
const UNITS: readonly (readonly [ns: number, names: readonly string[]])[] = [
  [1, ['ns', 'nano']],
  [1e3, ['us', 'µs', 'micro']],
  [1e6, ['ms', 'milli']],
  [1e9, ['s', 'sec']],
  [60e9, ['m', 'min']],
  [3600e9, ['h', 'hr', 'hour']],
  [86_400e9, ['d', 'day']],
  [604_800e9, ['w', 'wk', 'week']],
];

/** From the first digit only: whoever begins at each of many takes for ever. */
const PART = /(?<!\d)(\d+)[\t\n\f\r ]*([A-Za-zµ]+)/g;

/** Go's notation, or numbers with units such as `2 days`. @returns nanoseconds; undefined for anything else */
export function durationNs(text: string): number | undefined {
  const ms = goDurationMs(text);
  if (ms !== undefined) return ms * 1e6;
  const parts = [...text.matchAll(PART)].flatMap(([, count, unit = '']) => {
    const ns = unitNs(unit.toLowerCase());
    return ns === undefined ? [] : [Number(count) * ns];
  });
  return parts.length > 0 ? parts.reduce((total, part) => total + part) : undefined;
}

const unitNs = (unit: string): number | undefined =>
  UNITS.find(([, names]) => names.includes(unit) || unit.startsWith(names.at(-1) ?? ''))?.[0];

export const isDuration = (text: string): boolean => durationNs(text) !== undefined;
