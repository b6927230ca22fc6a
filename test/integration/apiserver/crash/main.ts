/** node test/integration/apiserver/crash/main.ts [rounds, default 200] */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashRounds } from './crash-rounds.ts';

const dir = await mkdtemp(join(tmpdir(), 'crash-'));
try {
  const report = await crashRounds(dir, Number(process.argv[2] ?? 200));
  process.stdout.write(`${JSON.stringify(report)}\n`);
} finally {
  await rm(dir, { recursive: true });
}
