import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from './cache-dir.ts';
import { cacheRoot, platformName } from './cache-dir.ts';
import { ToolchainError } from './errors.ts';
import { withFileLock } from './file-lock.ts';
import { firstExecutable } from './find-on-path.ts';
import { findGo } from './go-toolchain.ts';
import type { Progress } from './progress.ts';
import { formatSeconds } from './progress.ts';
import type { Recipe } from './recipes.ts';
import { linkerFlags, moduleDir, readModuleFiles, requiredGo, requiredVersion } from './recipes.ts';
import { lastLines, runCommand } from './run-command.ts';

/** A cold build takes minutes; a slow machine on a slow network gets this long. */
const BUILD_TIMEOUT_MS = 45 * 60_000;

/** What a build needs to know: where things are and whom to tell. */
export type BuildContext = { readonly env: Environment; readonly progress: Progress };

type Plan = {
  readonly recipe: Recipe;
  readonly version: string;
  readonly goMinimum: string;
  readonly binary: string;
  /** Changes when the sources or the flags of the build change. */
  readonly key: string;
};

/**
 * The path of a tool built from its pinned Go module: from the cache when it was built of the same go.mod and go.sum,
 * else built now. Two processes that ask at once build once. An interrupted build resumes from Go's own build cache.
 * @throws ToolchainError when Go is missing or too old, or the build fails
 */
export async function buildTool(recipe: Recipe, context: BuildContext): Promise<string> {
  const plan = await planBuild(recipe, context.env);
  if (await isBuilt(plan)) return plan.binary;
  return withFileLock(`${plan.binary}.lock`, BUILD_TIMEOUT_MS, async () => {
    if (!(await isBuilt(plan))) await build(plan, context);
    return plan.binary;
  });
}

/** The tool when it was built before of the same go.mod and go.sum; nothing is built. */
export async function builtTool(recipe: Recipe, env: Environment): Promise<string | undefined> {
  const plan = await planBuild(recipe, env);
  return (await isBuilt(plan)) ? plan.binary : undefined;
}

async function planBuild(recipe: Recipe, env: Environment): Promise<Plan> {
  const { mod, sum } = await readModuleFiles(recipe);
  const version = requiredVersion(mod, recipe.module);
  const flags = linkerFlags(recipe, version);
  const key = createHash('sha256').update([mod, sum, flags, recipe.package].join('\0')).digest('hex');
  const binary = join(cacheRoot(env), recipe.server, `${version}-${platformName()}`, recipe.name);
  return { recipe, version, goMinimum: requiredGo(mod), binary, key };
}

/** The key is written after the binary is in place, so a matching key means a whole binary. */
async function isBuilt(plan: Plan): Promise<boolean> {
  const key = await readFile(keyFile(plan), 'utf8').catch(() => '');
  return key === plan.key && (await firstExecutable([plan.binary])) !== undefined;
}

function keyFile(plan: Plan): string {
  return `${plan.binary}.key`;
}

async function build(plan: Plan, context: BuildContext): Promise<void> {
  const title = `Building ${plan.recipe.name} ${plan.version}`;
  const go = await findGo(title, plan.goMinimum, context.env);
  await mkdir(dirname(plan.binary), { recursive: true });
  const unfinished = `${plan.binary}.${process.pid}.tmp`;
  const hint = `once per version, about ${formatSeconds(plan.recipe.coldBuildSeconds)} on 2 cores`;
  try {
    await context.progress(`${title} from source (${hint})`, () =>
      compile(plan, go, { title, unfinished, env: context.env }),
    );
    await rename(unfinished, plan.binary);
    await writeFile(keyFile(plan), plan.key);
  } finally {
    await rm(unfinished, { force: true });
  }
}

type Compilation = { readonly title: string; readonly unfinished: string; readonly env: Environment };

async function compile(plan: Plan, go: string, { title, unfinished, env }: Compilation): Promise<void> {
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', linkerFlags(plan.recipe, plan.version)];
  const result = await runCommand(go, ['build', ...flags, '-o', unfinished, plan.recipe.package], {
    cwd: moduleDir(plan.recipe),
    // A go.work or GOFLAGS of the user's must not change what is built.
    env: { ...env, GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0' },
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  if (result.code === 0) return;
  throw new ToolchainError(title, lastLines(result.output), buildRemedy(result.output));
}

/** The likeliest way out of a failed build, judged by its output. */
export function buildRemedy(output: string): string {
  if (/no space left on device/i.test(output))
    return 'free some disk space (a build needs about 5 GB), then run the command again.';
  if (/dial tcp|no such host|connection refused|timeout|proxyconnect|TLS handshake/i.test(output)) {
    return 'a Go module proxy must be reachable: check the network, or set GOPROXY to one that is; then run the command again.';
  }
  return 'run the command again: what is already compiled is kept. If it fails the same way, report the lines above.';
}
