const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof UNIT_MS;

/** One or more `<number><unit>` parts, largest first by custom: `90s`, `6h`, `1d12h`. Units: ms s m h d w. */
export const DURATION_PATTERN = '^([0-9]+(ms|s|m|h|d|w))+$';

/**
 * Reads a duration such as `6h` or `1h30m`.
 * @returns milliseconds, a non-negative integer
 * @throws RangeError when the text is no duration
 */
export function parseDuration(text: string): number {
  if (!new RegExp(DURATION_PATTERN).test(text)) {
    throw new RangeError(`"${text}" is not a duration; write a number and a unit, such as 90s, 30m, 6h or 1d`);
  }
  const parts = text.matchAll(/(\d+)(ms|s|m|h|d|w)/g);
  return [...parts].reduce((total, [, amount, unit]) => total + Number(amount) * UNIT_MS[unit as Unit], 0);
}

/** Writes milliseconds for people, two units at the most: `90000` → `1m30s`, `0` → `0s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1_000)) * 1_000;
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const amount = Math.floor(rest / UNIT_MS[unit]);
    rest -= amount * UNIT_MS[unit];
    if (amount > 0) parts.push(`${amount}${unit}`);
  }
  return parts.length === 0 ? '0s' : parts.slice(0, 2).join('');
}
