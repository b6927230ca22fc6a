/**
 * npm run crash -- [--rounds 200] [--backend file|etcd|store] [--kill server|etcd|both]
 *
 * Kills the server under load again and again; exits 1 at the first thing that is not as it was acknowledged.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { consoleProgress, resolveKubernetesBinaries } from '../../../../deploy/local/toolchain/index.ts';
import type { Victim } from './http/crash-run.ts';
import { CrashRun } from './http/crash-run.ts';
import type { EtcdVictims } from './http/victims.ts';
import { etcdVictim, fileVictim } from './http/victims.ts';
import { crashRounds } from './crash-rounds.ts';

type Options = { readonly rounds: string; readonly backend: 'file' | 'etcd' | 'store'; readonly kill: EtcdVictims };

const { rounds, backend, kill } = new Command('crash')
  .option('--rounds <n>', 'how often to kill', '200')
  .addOption(
    new Option('--backend <kind>', 'store: the file store alone, without a server')
      .choices(['file', 'etcd', 'store'])
      .default('file'),
  )
  .addOption(new Option('--kill <what>', 'with etcd').choices(['server', 'etcd', 'both']).default('server'))
  .parse()
  .opts<Options>();

const dir = await mkdtemp(join(tmpdir(), 'crash-'));
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function openVictim(): Promise<Victim> {
  if (backend === 'file') return fileVictim(dir, Math.random);
  const { etcd: binary } = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  return etcdVictim(dir, { random: Math.random, binary, killed: kill });
}

async function crashServer(): Promise<void> {
  const victim = await openVictim();
  const startedAt = Date.now();
  try {
    const tell = (report: { rounds: number }): void => void (report.rounds % 20 === 0 && say(report));
    await new CrashRun(victim, Math.random).run(Number(rounds), tell);
    say({ seconds: Math.round((Date.now() - startedAt) / 1000) });
  } finally {
    await victim.stop();
  }
}

if (backend === 'store') say(await crashRounds(dir, Number(rounds)));
else await crashServer();
// Kept after a failure: it shows what happened.
await rm(dir, { recursive: true });
