import { setTimeout as delay } from 'node:timers/promises';
import { residentMemory } from '../resident-memory.ts';
import type { Duel, Figure, Side } from './duel.ts';

/** Long enough for the garbage collectors to give back what they will. */
const SETTLE_MS = 5_000;

/** Resident memory of each server's processes now, MiB. */
export async function benchMemoryOf(duel: Duel, when: string): Promise<Figure[]> {
  await delay(SETTLE_MS);
  const [ours, theirs] = [memoryOf(duel[0]), memoryOf(duel[1])];
  return [
    { name: `resident memory ${when}, PSS`, unit: 'MiB', samples: [[ours.pss], [theirs.pss]] },
    { name: `resident memory ${when}, RSS`, unit: 'MiB', samples: [[ours.rss], [theirs.rss]] },
  ];
}

function memoryOf({ contender }: Side): { rss: number; pss: number } {
  const each = contender.pids().map(residentMemory);
  return {
    rss: each.reduce((sum, { rss }) => sum + rss, 0),
    pss: each.reduce((sum, { pss }) => sum + pss, 0),
  };
}
