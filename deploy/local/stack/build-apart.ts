import { join } from 'node:path';
import { runCommand } from '../toolchain/run-command.ts';

const TIMEOUT_MS = 300_000;

/**
 * Builds `dist/` where the sources have changed, in a process of its own: the bundlers would stay in this one's memory.
 * @throws with the build's own words when it fails
 */
export async function buildApart(root: string): Promise<void> {
  const script = join(root, 'deploy/build/build.ts');
  const { code, output } = await runCommand(process.execPath, [script], { timeoutMs: TIMEOUT_MS });
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}
