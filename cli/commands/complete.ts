import type { Command } from 'commander';
import type { CliContext } from '../cli-context.ts';
import { candidates } from '../completion/candidates.ts';
import { EXIT } from '../exit-codes.ts';
import { connect } from './common-options.ts';

/** Longest time that a Tab may take. */
const PATIENCE_MS = 1_500;

/** The hidden command behind shell completion: one candidate a line. Answers the exit code. */
export async function complete(context: CliContext, program: Command, words: readonly string[]): Promise<number> {
  const { words: found, mirrors } = candidates(program, words);
  const names = mirrors ? await mirrorNames(context, words) : [];
  for (const word of [...found, ...names]) context.out.line(word);
  return EXIT.ok;
}

async function mirrorNames(context: CliContext, words: readonly string[]): Promise<readonly string[]> {
  const flag = words.findIndex((word) => word === '-n' || word === '--namespace');
  const namespace = (flag >= 0 ? words[flag + 1] : undefined) ?? 'default';
  const typed = words.at(-1) ?? '';
  const late = new Promise<never[]>((resolve) => setTimeout(() => resolve([]), PATIENCE_MS));
  try {
    const jobs = await Promise.race([connect(context, {}).list(namespace), late]);
    return jobs.map(({ metadata }) => metadata.name).filter((name) => name.startsWith(typed) && !words.includes(name));
  } catch {
    // A Tab is no place for errors.
    return [];
  }
}
