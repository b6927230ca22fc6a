import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './cache-dir.ts';
import { isAtLeast, versionIn } from './compare-versions.ts';
import { ToolchainError } from './errors.ts';
import { findOnPath, firstExecutable } from './find-on-path.ts';
import { lastLines, runCommand } from './run-command.ts';

/** From this release on Go fetches the toolchain a go.mod asks for by itself, unless GOTOOLCHAIN=local. */
const FIRST_SELF_UPDATING_GO = [1, 21];

const GO_TIMEOUT_MS = 30_000;

/**
 * The path of a Go that can build a module asking for `minimum` (e.g. `1.26.5`).
 * @param purpose what it is needed for, for the error, e.g. `Building etcd 3.6.16`
 * @throws ToolchainError when Go is missing or too old, saying which Go to install
 */
export async function findGo(purpose: string, minimum: string, env: Environment = process.env): Promise<string> {
  const go = (await findOnPath('go', env)) ?? (await firstExecutable(usualPlaces(env)));
  const remedy = `install Go ${minimum} or newer (https://go.dev/doc/install) and run the command again.`;
  if (go === undefined)
    throw new ToolchainError(purpose, 'Go is not installed, and this server is built from source', remedy);
  const { code, output } = await runCommand(go, ['env', 'GOVERSION', 'GOTOOLCHAIN'], {
    env: { ...env },
    timeoutMs: GO_TIMEOUT_MS,
  });
  const [goVersion = '', toolchain = ''] = output.trim().split('\n');
  const version = versionIn(goVersion);
  if (code !== 0 || version === undefined) {
    throw new ToolchainError(purpose, `${go} does not run:\n${lastLines(output)}`, remedy);
  }
  if (!canBuild(version, versionIn(minimum) ?? [], toolchain)) {
    throw new ToolchainError(purpose, `${go} is ${goVersion} and ${minimum} is needed`, remedy);
  }
  return go;
}

/** Whether a Go of that version and GOTOOLCHAIN setting builds a module that asks for the minimum. */
export function canBuild(version: readonly number[], minimum: readonly number[], toolchain: string): boolean {
  if (isAtLeast(version, minimum)) return true;
  return isAtLeast(version, FIRST_SELF_UPDATING_GO) && toolchain !== 'local';
}

/** Installers put Go here without always putting it on the PATH. */
function usualPlaces(env: Environment): string[] {
  const home = env['HOME'] ?? homedir();
  return [
    '/usr/local/go/bin/go',
    '/opt/homebrew/bin/go',
    '/usr/lib/go/bin/go',
    join(home, 'go', 'bin', 'go'),
    join(home, 'sdk', 'go', 'bin', 'go'),
  ];
}
