import { formatDuration } from '../../resources/duration.ts';

const NOTHING = '-';

/** How far a point in time lies from now: `in 5h58m`, `3m10s ago`, `now`; `-` when there is none. */
export function relativeTime(time: string | null | undefined, now: number): string {
  const at = Date.parse(time ?? '');
  if (Number.isNaN(at)) return NOTHING;
  const distance = at - now;
  if (Math.abs(distance) < 1_000) return 'now';
  return distance > 0 ? `in ${formatDuration(distance)}` : `${formatDuration(-distance)} ago`;
}

/** Age as kubectl shows it: `5h58m`. */
export function age(time: string | undefined, now: number): string {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? NOTHING : formatDuration(Math.max(0, now - at));
}

/** A point in time, absolute and relative: `2026-01-01 10:00:00Z (in 5h58m)`. */
export function timeWithDistance(time: string | null | undefined, now: number): string {
  const at = Date.parse(time ?? '');
  if (Number.isNaN(at)) return NOTHING;
  const absolute = `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return `${absolute} (${relativeTime(time, now)})`;
}
