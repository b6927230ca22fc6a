import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { build, type BuildOptions } from 'esbuild';
import { withFileLock } from '../local/toolchain/file-lock.ts';
import { workflowBundleOptions } from '../../control-worker/workflow-bundle-options.ts';
import { deferredBuiltinsPlugin, upFromSourcesPlugin } from './deferred-builtins-plugin.ts';
import { DATA_FILES, ENTRY_POINTS, VERSIONED_WORKFLOW_BUNDLE, WORKFLOW_BUNDLE } from './entry-points.ts';
import { sourceHash } from './source-hash.ts';
import { temporalWorkerPlugin } from './temporal-worker-plugin.ts';

/** CommonJS packages inside an ES module bundle still ask for these. */
const COMMONJS_GLOBALS = `
import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);
`;

const LOCK_WAIT_MS = 300_000;

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Native code cannot be bundled.
  external: ['@temporalio/core-bridge'],
};

/**
 * Builds every process into `<root>/dist`: one file each, with only what it uses, which starts faster and stays smaller
 * than the packages as installed. Does nothing when the sources are those of the last build.
 * @returns whether anything was built
 */
export async function buildDist(root: string): Promise<boolean> {
  const dist = join(root, 'dist');
  const hash = await sourceHash(root);
  if (await isBuilt(dist, hash)) return false;
  return withFileLock(`${dist}.lock`, LOCK_WAIT_MS, async () => {
    // Somebody else may have built it while this process waited.
    if (await isBuilt(dist, hash)) return false;
    await buildInto(root, dist, hash);
    return true;
  });
}

const isBuilt = async (dist: string, hash: string): Promise<boolean> =>
  (await readFile(join(dist, 'source-hash'), 'utf8').catch(() => '')) === hash;

async function buildInto(root: string, dist: string, hash: string): Promise<void> {
  const staging = `${dist}.${process.pid}.tmp`;
  await mkdir(staging, { recursive: true });
  try {
    await Promise.all([
      buildProcesses(root, staging),
      buildCli(root, staging),
      buildWorkflowThread(root, staging),
      buildWorkflows(staging),
    ]);
    await writeFile(join(staging, 'source-hash'), hash);
    await rm(dist, { recursive: true, force: true });
    await rename(staging, dist);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function buildProcesses(root: string, outdir: string): Promise<void> {
  await build({
    ...common,
    absWorkingDir: root,
    entryPoints: { ...ENTRY_POINTS },
    outdir,
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: COMMONJS_GLOBALS },
    plugins: [temporalWorkerPlugin],
  });
  await Promise.all(DATA_FILES.map((file) => copyFile(join(root, file), join(outdir, basename(file)))));
}

/** One file that loads nothing before it is used: a command should be sent before a person notices. */
export async function buildCli(root: string, outdir: string): Promise<void> {
  await build({
    ...common,
    absWorkingDir: root,
    entryPoints: { cli: 'cli/main.ts' },
    outdir,
    format: 'esm',
    plugins: [deferredBuiltinsPlugin, upFromSourcesPlugin],
  });
}

async function buildWorkflowThread(root: string, outdir: string): Promise<void> {
  await build({
    ...common,
    absWorkingDir: root,
    entryPoints: ['node_modules/@temporalio/worker/lib/workflow/workflow-worker-thread.js'],
    outfile: join(outdir, 'workflow-worker-thread.cjs'),
    format: 'cjs',
    plugins: [temporalWorkerPlugin],
  });
  // The source-map reader of the workflow sandbox looks for it beside the code.
  await copyFile(join(root, 'node_modules/source-map/lib/mappings.wasm'), join(outdir, 'mappings.wasm'));
}

async function buildWorkflows(outdir: string): Promise<void> {
  const logger = new DefaultLogger('WARN');
  const bundle = async (versioned: boolean, file: string): Promise<void> => {
    const { code } = await bundleWorkflowCode({ ...workflowBundleOptions(versioned), logger });
    await writeFile(join(outdir, file), code);
  };
  await bundle(false, WORKFLOW_BUNDLE);
  await bundle(true, VERSIONED_WORKFLOW_BUNDLE);
}
