import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = [
  'package-lock.json',
  '{activities,api,apiserver,cli,control-worker,deploy,kubernetes,operator,resources,sync-worker,workflows}/**/*.{ts,mjs}',
  'apiserver/**/*.json',
];

/** One hash over everything that a build depends on, so that an unchanged tree is not built again. */
export async function sourceHash(root: string): Promise<string> {
  const files = (await Array.fromAsync(glob(SOURCES, { cwd: root }))).sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(`\0${file}\0`).update(await readFile(join(root, file)));
  return hash.digest('hex');
}
