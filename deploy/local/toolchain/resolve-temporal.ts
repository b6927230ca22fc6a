import type { BuildContext } from './build-tool.ts';
import { buildTool, builtTool } from './build-tool.ts';
import type { Environment } from './cache-dir.ts';
import { downloadedTool, downloadTool } from './download-tool.ts';
import { messageOf } from './errors.ts';
import { findOnPath } from './find-on-path.ts';
import type { Progress } from './progress.ts';
import { recipes } from './recipes.ts';
import { runCommand } from './run-command.ts';
import { temporalRelease } from './temporal-release.ts';

/** The `temporal` CLI brings its own server and UI; the server binary has none. */
export type TemporalBinary = { readonly kind: 'cli' | 'server'; readonly path: string };

/** Where Temporal comes from: a server that runs already (nothing is started), or a binary to start. */
export type TemporalSource = { readonly kind: 'external'; readonly address: string } | TemporalBinary;

const PROBE_TIMEOUT_MS = 15_000;

/** Finds Temporal: `TEMPORAL_ADDRESS`, else as `resolveTemporalBinary`. */
export async function resolveTemporal(context: BuildContext): Promise<TemporalSource> {
  const address = context.env['TEMPORAL_ADDRESS'];
  return address ? { kind: 'external', address } : resolveTemporalBinary(context);
}

/**
 * Finds a Temporal to start: a `temporal` CLI on the PATH that runs, else one of the official release or a server built
 * from the pinned Go module, whichever the cache holds; else the release is downloaded, and where that fails the server
 * is built, which takes some minutes. Both are verified: the release by its pinned checksum, the sources by go.sum.
 * DURASYNC_DOWNLOADS=off leaves out the download. Never a server that runs already: tests must not touch one.
 */
export async function resolveTemporalBinary(context: BuildContext): Promise<TemporalBinary> {
  const cli = await findOnPath('temporal', context.env);
  if (cli !== undefined && (await hasDevServer(cli, context))) return { kind: 'cli', path: cli };
  return (await cached(context)) ?? (await downloaded(context));
}

async function cached(context: BuildContext): Promise<TemporalBinary | undefined> {
  const { env } = context;
  const cli = mayDownload(env) ? await downloadedTool(temporalRelease(env), env) : undefined;
  if (cli !== undefined && (await hasDevServer(cli, context))) return { kind: 'cli', path: cli };
  const server = await builtTool(recipes['temporal-server'], env);
  return server === undefined ? undefined : { kind: 'server', path: server };
}

async function downloaded(context: BuildContext): Promise<TemporalBinary> {
  if (!mayDownload(context.env)) return built(context);
  try {
    const path = await downloadTool(temporalRelease(context.env), context);
    if (!(await hasDevServer(path, context))) throw new Error('the program does not run here');
    return { kind: 'cli', path };
  } catch (error) {
    return built(context, messageOf(error));
  }
}

const mayDownload = (env: Environment): boolean => env['DURASYNC_DOWNLOADS'] !== 'off';

/** @param failure why there is no download: told with the build, which is the next thing to wait for */
async function built(context: BuildContext, failure?: string): Promise<TemporalBinary> {
  const progress: Progress = (title, work) =>
    context.progress(failure === undefined ? title : `${title}, for the download failed: ${failure}`, work);
  return { kind: 'server', path: await buildTool(recipes['temporal-server'], { ...context, progress }) };
}

/** The UI's binary, built once; only needed beside a server of kind `server`. */
export function resolveTemporalUi(context: BuildContext): Promise<string> {
  return buildTool(recipes['temporal-ui'], context);
}

/** An old `tctl`-style or a broken binary of that name has no `server start-dev`. */
async function hasDevServer(cli: string, context: BuildContext): Promise<boolean> {
  const { code, output } = await runCommand(cli, ['server', 'start-dev', '--help'], {
    env: context.env,
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  return code === 0 && output.includes('--db-filename');
}
