import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../resources/duration.ts';

/** What setTimeout can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Reads a duration option as milliseconds, above zero and at most 24 days. */
export function durationOption(text: string): number {
  const value = attempt(() => parseDuration(text));
  if (value <= 0 || value > LONGEST_MS) throw new InvalidArgumentError('It must be above 0 and at most 24d.');
  return value;
}

/** Reads a count from 1 (or `least`). */
export const countOption =
  (least: number, most = 1_000_000) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };

/** Collects an option that can be given several times. */
export const collectOption = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function attempt(read: () => number): number {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
