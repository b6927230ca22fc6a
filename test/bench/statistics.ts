/** The value below which that share (0 to 1) of the samples lies; linear between neighbours. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Pair by pair, so that a drift of the machine's speed falls out. */
export const paired = (
  a: readonly number[],
  b: readonly number[],
  combine: (a: number, b: number) => number,
): number[] => a.map((value, index) => combine(value, b[index] ?? Number.NaN));

const cell = (value: number, digits: number): string => value.toFixed(digits).padStart(9);

/** One row: name, then minimum, median, 95th percentile and maximum. */
export function row(name: string, samples: readonly number[], digits = 1): string {
  const figures = [quantile(samples, 0), median(samples), quantile(samples, 0.95), quantile(samples, 1)];
  return name.padEnd(52) + figures.map((figure) => cell(figure, digits)).join('');
}

export const HEADER = ''.padEnd(52) + ['min', 'p50', 'p95', 'max'].map((name) => name.padStart(9)).join('');
