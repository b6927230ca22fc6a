import { cpus, totalmem } from 'node:os';
import { buildDist } from '../../deploy/build/build-dist.ts';
import { fileURLToPath } from 'node:url';
import { benchApiserver } from './apiserver/bench-apiserver.ts';
import { benchMemory } from './memory.ts';
import { benchOperator } from './operator/bench-operator.ts';
import type { BenchOptions } from './options.ts';
import { readOptions } from './options.ts';
import { benchSync } from './sync.ts';
import { benchWorkflows } from './workflows.ts';

const BENCHES: Readonly<Record<string, (say: (line: string) => void, options: BenchOptions) => Promise<void>>> = {
  sync: benchSync,
  memory: benchMemory,
  apiserver: benchApiserver,
  operator: benchOperator,
  workflows: benchWorkflows,
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { names, options } = readOptions(process.argv.slice(2));
const unknown = names.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`No bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await buildDist(fileURLToPath(new URL('../../', import.meta.url)));
  say(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
  );
  for (const [name, bench] of Object.entries(BENCHES))
    if (names.length === 0 || names.includes(name)) await bench(say, options);
}
