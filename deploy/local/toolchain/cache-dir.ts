import { homedir } from 'node:os';
import { join } from 'node:path';

/** The part of an environment the toolchain reads; `process.env` fits. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where built binaries live: `DURASYNC_CACHE`, else `XDG_CACHE_HOME/durasync`, else `~/.cache/durasync`. */
export function cacheRoot(env: Environment = process.env): string {
  if (env['DURASYNC_CACHE']) return env['DURASYNC_CACHE'];
  const base = env['XDG_CACHE_HOME'] ? env['XDG_CACHE_HOME'] : join(env['HOME'] ?? homedir(), '.cache');
  return join(base, 'durasync');
}

/** Go's name of this machine's platform, e.g. `linux-amd64`; names Go does not know are passed through. */
export function platformName(platform: string = process.platform, arch: string = process.arch): string {
  const goos = platform === 'win32' ? 'windows' : platform;
  const goarch = arch === 'x64' ? 'amd64' : arch;
  return `${goos}-${goarch}`;
}
