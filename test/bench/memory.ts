import { setTimeout as delay } from 'node:timers/promises';
import { basename } from 'node:path';
import { environmentOf, processes } from '../support/processes/processes.ts';
import { startTestStack, type TestStack } from '../support/stack/test-stack.ts';
import { residentMemory } from './resident-memory.ts';

/** Long enough for the garbage collectors to settle after the first runs. */
const SETTLE_MS = 20_000;

/** What keeps it small; the reasons stand where each is done. */
const MEASURES = [
  'Done to keep it small: one bundled file a process, with only what it uses (deploy/build); a Kubernetes adapter that',
  'leaves 68 MB of client-node out (kubernetes/); a young generation of 1 MB and compact code where a process mostly waits,',
  '8 MB where it serves (deploy/local/stack/node-process.ts); two malloc arenas; for',
  'kube-apiserver, where it is used, GOGC=50.\n',
].join('\n');

/** Resident memory of every process of an idle stack with its three sample mirrors. */
export async function benchMemory(say: (line: string) => void): Promise<void> {
  const stack = await startTestStack({ samples: true });
  try {
    for (const name of ['docs', 'packages', 'images']) {
      await stack.untilJob(name, ({ status }) => status?.status === 'success', 120_000);
    }
    await delay(SETTLE_MS);
    say(MEASURES);
    say('Resident memory, idle, MiB'.padEnd(52) + 'RSS'.padStart(9) + 'PSS'.padStart(9));
    for (const [name, pid] of [...stack.stack.pids(), ...podProcesses(stack)]) {
      const { rss, pss } = residentMemory(pid);
      say(name.padEnd(52) + rss.toFixed(1).padStart(9) + pss.toFixed(1).padStart(9));
    }
    say('');
  } finally {
    await stack.close();
  }
}

/** Processes in the pods of this stack, by what they run. */
function podProcesses({ stateDir }: TestStack): [string, number][] {
  return processes()
    .filter(({ pid }) => environmentOf(pid, 'DATA_DIR')?.startsWith(stateDir) === true)
    .map(({ pid, argv }) => [`pod: ${basename(argv.find((arg) => arg.endsWith('.js')) ?? argv[0] ?? '')}`, pid]);
}
