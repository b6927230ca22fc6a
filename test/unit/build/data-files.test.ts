import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { DATA_FILES, ENTRY_POINTS } from '../../../deploy/build/entry-points.ts';

const root = join(import.meta.dirname, '../../..');

/** Sources that name files which no built process reads. */
const NOT_READ = new Set([
  // Only while workflows are bundled, which a built control worker never does.
  'control-worker/workflow-bundle-options.ts',
]);

const PLACE = /import\.meta\.(?:url|dirname|filename)/g;
const FILE_BESIDE = /new URL\(\s*'([^']+)',\s*import\.meta\.url,?\s*\)/g;

/** Our own sources that are part of a process or of the command. */
let sources: readonly string[];
/** Files that they read, from the root. */
let read: readonly string[];

const textOf = (source: string): string => readFileSync(join(root, source), 'utf8');

beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...ENTRY_POINTS, cli: 'cli/main.ts' },
    // Runs from its sources.
    external: ['*/deploy/local/up.ts'],
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    metafile: true,
    write: false,
  });
  sources = Object.keys(metafile.inputs).filter((source) => source.endsWith('.ts') && !NOT_READ.has(source));
  read = sources.flatMap((source) =>
    [...textOf(source).matchAll(FILE_BESIDE)].map(([, file = '']) => join(dirname(source), file)),
  );
}, 30_000);

test('every file that a process reads beside itself is copied beside it, and nothing else', () => {
  expect([...new Set(read)].sort()).toEqual([...DATA_FILES].sort());
});

test('no process finds its place in another way, which this check could not follow', () => {
  const places = sources.flatMap((source) => [...textOf(source).matchAll(PLACE)].map(() => source));
  expect(places).toHaveLength(read.length);
});

test('the files exist, and have names that differ in one folder', () => {
  expect(DATA_FILES.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(new Set(DATA_FILES.map((file) => basename(file))).size).toBe(DATA_FILES.length);
});

test('a process reads its files by their name alone, from wherever it is', () => {
  const names = sources.flatMap((source) => [...textOf(source).matchAll(FILE_BESIDE)].map(([, file]) => file));
  expect(names.filter((file = '') => file !== basename(file))).toEqual([]);
});
