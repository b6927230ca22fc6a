import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { crashRounds } from './crash-rounds.ts';
import { CrashRun } from './http/crash-run.ts';
import { fileVictim } from './http/victims.ts';

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'crash-'))));
afterEach(() => rm(dir, { recursive: true }));

test('no acknowledged write is lost when the process is killed at any moment', async () => {
  const { writes } = await crashRounds(dir, 5);
  expect(writes).toBeGreaterThan(0);
});

test('a server killed under load has everything it acknowledged, and watches go on where they were', async () => {
  const victim = await fileVictim(dir, Math.random);
  try {
    const { acknowledged, events } = await new CrashRun(victim, Math.random).run(10);
    expect(acknowledged).toBeGreaterThan(10);
    expect(events).toBeGreaterThan(acknowledged);
  } finally {
    await victim.stop();
  }
}, 180_000);
