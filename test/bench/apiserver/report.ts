import { median } from '../statistics.ts';
import type { Figure } from './duel.ts';
import { ratioOf } from './duel.ts';

/** What a ratio of ours to theirs should be, by how the figure's name begins. */
const GOALS: readonly (readonly [name: string, goal: string])[] = [
  ['cold start', '≤ 0.15'],
  ['resident memory', '≤ 0.6'],
  ['list', '≤ 1'],
  ['watch latency p50', '≤ 1'],
  ['creates', '≥ 1'],
];

const NAME_WIDTH = 52;

export const HEADER = [
  ''.padEnd(NAME_WIDTH),
  ...['ours', 'theirs', ''].map((name) => name.padStart(10)),
  ...['ratio', 'goal'].map((name) => name.padStart(8)),
  'CPU s, ours/theirs'.padStart(20),
].join('');

/** A line: medians of both, the median of the ratios of the rounds, the goal, CPU time of all rounds. */
export function line(figure: Figure): string {
  const { name, unit, samples, cpu } = figure;
  const goal = GOALS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? '';
  const used = cpu ? `${cpu[0].toFixed(1)}/${cpu[1].toFixed(1)}` : '';
  return [
    name.padEnd(NAME_WIDTH),
    ...samples.map((side) => digits(median(side)).padStart(10)),
    unit.padStart(10),
    ratioOf(figure).toFixed(2).padStart(8),
    goal.padStart(8),
    used.padStart(20),
  ]
    .join('')
    .trimEnd();
}

const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
