import { join } from 'node:path';
import { freePorts } from '../../../deploy/local/stack/servers/index.ts';
import { consoleProgress, resolveKubernetesBinaries } from '../../../deploy/local/toolchain/index.ts';
import { rm } from 'node:fs/promises';
import { makeTestDir } from '../../support/servers/test-dir.ts';
import type { BenchOptions } from '../options.ts';
import { benchColdStart } from './cold-start.ts';
import type { Duel, Figure } from './duel.ts';
import { benchLists } from './lists.ts';
import { LoadClient } from './load-client.ts';
import { benchMemoryOf } from './memory.ts';
import { ownContender } from './own-contender.ts';
import { prepare } from './prepare.ts';
import { realContender } from './real-contender.ts';
import { HEADER, line } from './report.ts';
import { benchWatches } from './watches.ts';
import { benchCreates, benchUpdates } from './writes.ts';

const DIST = join(import.meta.dirname, '../../../dist');

/**
 * Our API server against kube-apiserver with etcd: both sync every write to the disk, serve TLS, know their clients by
 * tokens and ask roles; the same client, in this process, measures both.
 */
export async function benchApiserver(say: (line: string) => void, { rounds, objects }: BenchOptions): Promise<void> {
  const binaries = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  const dir = await makeTestDir();
  const [ownPort = 0, realPort = 0] = await freePorts(2);
  const contenders = [
    await ownContender(join(dir, 'own'), DIST, ownPort),
    await realContender(join(dir, 'real'), binaries, realPort),
  ] as const;
  const duel: Duel = [
    { contender: contenders[0], client: new LoadClient(contenders[0]) },
    { contender: contenders[1], client: new LoadClient(contenders[1]) },
  ];
  const show = (figures: readonly Figure[]): void => figures.forEach((figure) => say(line(figure)));
  try {
    say(`${contenders[0].name} against ${contenders[1].name}, ${rounds} rounds in turn\n${HEADER}`);
    show(await benchColdStart(duel, Math.ceil(rounds / 2)));
    for (const side of duel) await prepare(side);
    show(await benchMemoryOf(duel, 'empty'));
    show(await benchCreates(duel, rounds, objects));
    show(await benchMemoryOf(duel, `at ${objects} objects`));
    show(await benchUpdates(duel, rounds));
    show(await benchLists(duel, rounds, objects));
    show(await benchWatches(duel, rounds));
    show(await benchMemoryOf(duel, 'after all that'));
    say('');
  } finally {
    for (const { client } of duel) client.close();
    for (const { contender } of duel) await contender.reset();
    await rm(dir, { recursive: true, force: true });
  }
}
