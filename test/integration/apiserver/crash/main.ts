/**
 * npm run crash -- [--rounds 200] [--backend file|etcd|store] [--kill server|etcd|both] [--seed n]
 *
 * Kills the server under load again and again; exits 1 at the first thing that is not as it was acknowledged. Draws other
 * moments and writes in each run, unless it is given the seed that an earlier one told.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { consoleProgress, resolveKubernetesBinaries } from '../../../../deploy/local/toolchain/index.ts';
import { parseSeed, seededRandom } from '../../../support/random.ts';
import type { Victim } from './http/crash-run.ts';
import { CrashRun } from './http/crash-run.ts';
import type { EtcdVictims } from './http/victims.ts';
import { etcdVictim, fileVictim } from './http/victims.ts';
import { crashRounds } from './crash-rounds.ts';

type Options = {
  readonly rounds: string;
  readonly backend: 'file' | 'etcd' | 'store';
  readonly kill: EtcdVictims;
  readonly seed?: number;
};

const {
  rounds,
  backend,
  kill,
  seed = randomInt(1e9),
} = new Command('crash')
  .option('--rounds <n>', 'how often to kill', '200')
  .addOption(
    new Option('--backend <kind>', 'store: the file store alone, without a server')
      .choices(['file', 'etcd', 'store'])
      .default('file'),
  )
  .addOption(new Option('--kill <what>', 'with etcd').choices(['server', 'etcd', 'both']).default('server'))
  .option('--seed <n>', 'as told by an earlier run, to draw the same (default: another one each time)', parseSeed)
  .parse()
  .opts<Options>();

const dir = await mkdtemp(join(tmpdir(), 'crash-'));
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({ seed });
const random = seededRandom(seed);

async function openVictim(): Promise<Victim> {
  if (backend === 'file') return fileVictim(dir, random);
  const { etcd: binary } = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  return etcdVictim(dir, { random, binary, killed: kill });
}

async function crashServer(): Promise<void> {
  const victim = await openVictim();
  const startedAt = Date.now();
  try {
    const tell = (report: { rounds: number }): void => void (report.rounds % 20 === 0 && say(report));
    await new CrashRun(victim, random).run(Number(rounds), tell);
    say({ seconds: Math.round((Date.now() - startedAt) / 1000) });
  } finally {
    await victim.stop();
  }
}

if (backend === 'store') say(await crashRounds(dir, Number(rounds), random));
else await crashServer();
// Kept after a failure: it shows what happened.
await rm(dir, { recursive: true });
