import { parseArgs } from 'node:util';

/** How much is measured. */
export type BenchOptions = {
  /** How often each pair is measured, in turn. */
  readonly rounds: number;
  /** How many objects there are while lists and memory are measured. */
  readonly objects: number;
};

const DEFAULTS = { rounds: 5, objects: 10_000 } as const;

/** @throws Error for an option there is not, or that is no number above zero */
export function readOptions(argv: string[]): { names: string[]; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { rounds: { type: 'string' }, objects: { type: 'string' } },
  });
  const number = (name: keyof BenchOptions): number => {
    const value = Number(values[name] ?? DEFAULTS[name]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above zero`);
    return value;
  };
  return { names: positionals, options: { rounds: number('rounds'), objects: number('objects') } };
}
