import type { BuildContext } from './build-tool.ts';
import { buildTool } from './build-tool.ts';
import { findOnPath } from './find-on-path.ts';
import { recipes } from './recipes.ts';
import { runCommand } from './run-command.ts';

/** The `temporal` CLI brings its own server and UI; the server binary has none. */
export type TemporalBinary = { readonly kind: 'cli' | 'server'; readonly path: string };

/** Where Temporal comes from: a server that runs already (nothing is started), or a binary to start. */
export type TemporalSource = { readonly kind: 'external'; readonly address: string } | TemporalBinary;

const PROBE_TIMEOUT_MS = 15_000;

/**
 * Finds Temporal: `TEMPORAL_ADDRESS`, else a `temporal` CLI on the PATH that runs, else the pinned server, built once.
 *
 * The official release download is left out on purpose: no checksum of it is known here that could be pinned, and a
 * program that cannot be verified is not run. Of a build, go.sum verifies every source file.
 */
export async function resolveTemporal(context: BuildContext): Promise<TemporalSource> {
  const address = context.env['TEMPORAL_ADDRESS'];
  return address ? { kind: 'external', address } : resolveTemporalBinary(context);
}

/** As `resolveTemporal`, but never a server that runs already: tests must not touch one. */
export async function resolveTemporalBinary(context: BuildContext): Promise<TemporalBinary> {
  const cli = await findOnPath('temporal', context.env);
  if (cli !== undefined && (await hasDevServer(cli, context))) return { kind: 'cli', path: cli };
  return { kind: 'server', path: await buildTool(recipes['temporal-server'], context) };
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
