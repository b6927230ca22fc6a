import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { consoleProgress, resolveKubernetesBinaries } from '../../../../deploy/local/toolchain/index.ts';
import { randomSeed, seededRandom } from '../../../support/random.ts';
import { crashRounds } from './crash-rounds.ts';
import type { Victim } from './http/crash-run.ts';
import { CrashRun } from './http/crash-run.ts';
import { etcdVictim, fileVictim } from './http/victims.ts';

let dir: string;
let random: () => number;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crash-'));
  random = seededRandom(randomSeed());
});
afterEach(() => rm(dir, { recursive: true }));

test('no acknowledged write is lost when the process is killed at any moment', async () => {
  const { writes } = await crashRounds(dir, 5, random);
  expect(writes).toBeGreaterThan(0);
});

const victims: Readonly<Record<string, () => Promise<Victim>>> = {
  file: () => fileVictim(dir, random),
  etcd: async () => {
    const { etcd: binary } = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
    return etcdVictim(dir, { random, binary, killed: 'server' });
  },
};

test.each([
  ['file', 10],
  ['etcd', 4],
])(
  'a server on %s killed under load has everything it acknowledged, and watches go on where they were',
  async (backend, rounds) => {
    const victim = (await victims[backend]?.()) as Victim;
    try {
      const { acknowledged, events } = await new CrashRun(victim, random).run(rounds);
      expect(acknowledged).toBeGreaterThan(rounds);
      expect(events).toBeGreaterThan(acknowledged);
    } finally {
      await victim.stop();
    }
  },
  180_000,
);
