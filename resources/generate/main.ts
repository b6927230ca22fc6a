import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kinds } from '../kinds.ts';
import { generatedFiles, staleFiles } from './generated-files.ts';

const root = join(import.meta.dirname, '../..');

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const files = generatedFiles(kinds);
const stale = staleFiles(files, read);
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    process.stderr.write(`These files are stale; run \`npm run generate\`:\n${stale.join('\n')}\n`);
    process.exitCode = 1;
  }
} else {
  for (const path of stale) write(path, files.get(path) ?? '');
  process.stdout.write(`${files.size} files generated, ${stale.length} changed\n`);
}
