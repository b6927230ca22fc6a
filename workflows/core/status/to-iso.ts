/** RFC 3339 text, to the millisecond, of milliseconds since the epoch; null stays null. */
export const toIso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
