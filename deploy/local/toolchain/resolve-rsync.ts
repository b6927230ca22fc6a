import type { BuildContext } from './build-tool.ts';
import { ToolchainError } from './errors.ts';
import { findOnPath } from './find-on-path.ts';
import type { RunResult } from './run-command.ts';
import { lastLines, runCommand } from './run-command.ts';

const PROBE_TIMEOUT_MS = 15_000;
const APT_TIMEOUT_MS = 5 * 60_000;

const REMEDY = [
  'install rsync and run the command again:',
  '  Debian, Ubuntu:  sudo apt-get install rsync',
  '  Fedora, RHEL:    sudo dnf install rsync',
  '  Alpine:          apk add rsync',
  '  Arch:            sudo pacman -S rsync',
  '  macOS:           brew install rsync',
].join('\n');

/**
 * Finds rsync on the PATH; installs the Debian package where the user is root or may use sudo without a password.
 * @throws ToolchainError saying what to install on which system
 */
export async function resolveRsync(context: BuildContext): Promise<string> {
  const present = await findOnPath('rsync', context.env);
  if (present !== undefined) return present;
  const prefix = await rootPrefix(context);
  if (prefix === undefined) throw new ToolchainError('Finding rsync', 'rsync is not installed', REMEDY);
  await context.progress('Installing rsync with apt-get (once)', () => install(prefix, context));
  const installed = await findOnPath('rsync', context.env);
  if (installed === undefined)
    throw new ToolchainError('Installing rsync', 'apt-get ran, but there is still no rsync on the PATH', REMEDY);
  return installed;
}

/** What comes before `apt-get` to run it as root: nothing, or `sudo -n`; undefined when neither works. */
async function rootPrefix(context: BuildContext): Promise<string[] | undefined> {
  if ((await findOnPath('apt-get', context.env)) === undefined) return undefined;
  if (process.getuid?.() === 0) return [];
  const { code } = await runCommand('sudo', ['-n', 'true'], { env: context.env, timeoutMs: PROBE_TIMEOUT_MS });
  return code === 0 ? ['sudo', '-n'] : undefined;
}

async function install(prefix: readonly string[], context: BuildContext): Promise<void> {
  const first = await aptGet(prefix, ['install', '-y', '--no-install-recommends', 'rsync'], context);
  if (first.code === 0) return;
  // A fresh image has no package lists, an old one has lists that no longer match.
  await aptGet(prefix, ['update'], context);
  const second = await aptGet(prefix, ['install', '-y', '--no-install-recommends', 'rsync'], context);
  if (second.code !== 0) throw new ToolchainError('Installing rsync', lastLines(second.output), REMEDY);
}

function aptGet(prefix: readonly string[], args: readonly string[], context: BuildContext): Promise<RunResult> {
  const [command = 'apt-get', ...rest] = [...prefix, 'apt-get', ...args];
  return runCommand(command, rest, {
    env: { ...context.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: APT_TIMEOUT_MS,
  });
}
