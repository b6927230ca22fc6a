import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../compare.ts';
import type { Kubectl } from './run-kubectl.ts';
import type { Outcome } from './run-script.ts';
import { runScript } from './run-script.ts';
import type { Script } from './script.ts';

/** kubectl for each of the two servers. */
export type Kubectls = { readonly real: Kubectl; readonly ours: Kubectl };

/** Runs a script on both servers. @param run a word no other run has, for names */
export async function kubectlDifferences({ real, ours }: Kubectls, script: Script, run: string): Promise<Difference[]> {
  const id = `kubectl-${script.name}-${run}`;
  const [theirs, own] = await Promise.all([runScript(real, script, id), runScript(ours, script, id)]);
  return theirs.flatMap((outcome, index) => {
    const where = `kubectl/${script.name}: ${script.commands[index]?.args.join(' ')}`;
    return differencesOf(outcome, own[index]).map((difference) => ({ where, ...difference }));
  });
}

function differencesOf(real: Outcome, ours: Outcome | undefined): Omit<Difference, 'where'>[] {
  const names = ['code', 'stdout', 'stderr'] as const;
  return names.flatMap((what) => {
    const [theirs, own] = [real[what], ours?.[what]];
    if (isDeepStrictEqual(theirs, own)) return [];
    return [{ what, real: linesOfOne(theirs, own), ours: linesOfOne(own, theirs) }];
  });
}

/** The lines only one server has, or all if it is only their order. */
function linesOfOne(lines: unknown, others: unknown): unknown {
  if (!Array.isArray(lines) || !Array.isArray(others)) return lines;
  const only = lines.filter((line) => !others.includes(line)) as unknown[];
  return only.length > 0 || lines.length !== others.length ? only : lines;
}
