import { parse } from '@marcbachmann/cel-js';

/** The library's durations: it makes them, and does not give away their class. */
export type Duration = { addDuration(other: Duration): Duration; toString(): string };

const make = parse('duration(text)');

/** Go's notation, such as 1h30m. @throws for anything else */
export function parseDuration(text: string): Duration {
  if (!/^[+-]?(0|(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+)$/.test(text)) throw new Error(`invalid duration ${text}`);
  return make({ text: /^[+-]?0$/.test(text) ? '0s' : text }) as Duration;
}

const DurationClass = parseDuration('0s').constructor;

export const isDuration = (value: unknown): value is Duration => value instanceof DurationClass;
