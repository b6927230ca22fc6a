/** RFC 3339 text, to the millisecond, of milliseconds since the epoch; null stays null. */
export const toIso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** The same for times that people read and nothing is computed from: to the second, rounded up. */
export const toIsoSeconds = (time: number | null): string | null =>
  time === null ? null : `${new Date(Math.ceil(time / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
