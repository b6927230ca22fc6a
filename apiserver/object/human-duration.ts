const SECOND = 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

type Range = {
  readonly below: number;
  readonly unit: number;
  readonly name: string;
  readonly then?: readonly [number, string];
};

/** Which units a duration is told in (apimachinery, util/duration): two while the first is small, else one. */
const RANGES: readonly Range[] = [
  { below: 2 * MINUTE, unit: 1, name: 's' },
  { below: 10 * MINUTE, unit: MINUTE, name: 'm', then: [1, 's'] },
  { below: 3 * HOUR, unit: MINUTE, name: 'm' },
  { below: 8 * HOUR, unit: HOUR, name: 'h', then: [MINUTE, 'm'] },
  { below: 2 * DAY, unit: HOUR, name: 'h' },
  { below: 8 * DAY, unit: DAY, name: 'd', then: [HOUR, 'h'] },
  { below: 2 * YEAR, unit: DAY, name: 'd' },
  { below: 8 * YEAR, unit: YEAR, name: 'y', then: [DAY, 'd'] },
  { below: Infinity, unit: YEAR, name: 'y' },
];

/** Such as `45s`, `3m20s`, `5d4h`. */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const range = RANGES.find(({ below }) => seconds < below);
  if (!range) return '<invalid>';
  const first = Math.floor(seconds / range.unit);
  const [unit, name] = range.then ?? [1, ''];
  const second = range.then ? Math.floor((seconds - first * range.unit) / unit) : 0;
  return second === 0 ? `${first}${range.name}` : `${first}${range.name}${second}${name}`;
}
