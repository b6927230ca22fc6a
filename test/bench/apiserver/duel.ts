import { median } from '../statistics.ts';
import type { Contender } from './contender.ts';
import type { LoadClient } from './load-client.ts';
import { cpuSeconds } from './cpu-seconds.ts';

export type Side = { readonly contender: Contender; readonly client: LoadClient };

/** Both servers, ours first. */
export type Duel = readonly [Side, Side];

/** One figure of both, round by round. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly samples: readonly [number[], number[]];
  /** Seconds of CPU of each server's processes, all rounds together. */
  readonly cpu?: readonly [number, number];
};

export type Measurement = { readonly name: string; readonly unit: string };

/**
 * Measures both in turn, so that a drift of the machine's speed falls out; who is first changes every round.
 * @param measure answers a value for each of `measurements`
 */
export async function compare(
  duel: Duel,
  rounds: number,
  measurements: readonly Measurement[],
  measure: (side: Side, round: number) => Promise<readonly number[]>,
): Promise<Figure[]> {
  const samples = measurements.map(() => [[], []] as [number[], number[]]);
  const cpu: [number, number] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    for (const turn of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const side = duel[turn];
      const before = cpuSeconds(side.contender.pids());
      const values = await measure(side, round);
      cpu[turn] += cpuSeconds(side.contender.pids()) - before;
      values.forEach((value, index) => samples[index]?.[turn].push(value));
    }
  }
  return measurements.map((measurement, index) => ({ ...measurement, samples: samples[index] ?? [[], []], cpu }));
}

/** Ours to theirs, pair by pair. */
export function ratioOf({ samples: [ours, theirs] }: Figure): number {
  return median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}
