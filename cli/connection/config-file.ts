import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { usageError } from '../cli-error.ts';

/** A configuration file: {server, tokenFile}. */
export interface ConfigFile {
  readonly path: string;
  readonly server: string;
  /** Absolute. */
  readonly tokenFile: string | undefined;
  /** It lies in a folder, which may have come from elsewhere, and not in the user's own configuration. */
  readonly ofFolder: boolean;
}

/**
 * The configuration that holds in a folder: `.durasync/cli.json` there or in the nearest folder above, else
 * `~/.config/durasync/config.json`; undefined without any.
 * @throws CliError (usage) when the file is not what it should be
 */
export function findConfigFile(cwd: string, home: string): ConfigFile | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = readConfigFile(join(folder, '.durasync', 'cli.json'), true);
    if (found) return confined(found);
    if (folder === dirname(folder)) break;
  }
  return readConfigFile(join(home, '.config', 'durasync', 'config.json'), false);
}

function readConfigFile(path: string, ofFolder: boolean): ConfigFile | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const { server, tokenFile } = parse(path, text);
  if (typeof server !== 'string') throw usageError(`${path} has no "server".`);
  if (tokenFile !== undefined && typeof tokenFile !== 'string') throw usageError(`"tokenFile" in ${path} is no path.`);
  return { path, server, tokenFile: tokenFile === undefined ? undefined : resolve(dirname(path), tokenFile), ofFolder };
}

function parse(path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw usageError(`${path} is not a JSON object.`, 'Remove it, or start Durasync again: it writes the file anew.');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined;
    throw error;
  }
}

/** A folder that came from elsewhere must not be able to have any file of the user sent to a server of its choice. */
function confined(config: ConfigFile): ConfigFile {
  const { path, tokenFile } = config;
  if (tokenFile === undefined) return config;
  const real = realPath(tokenFile);
  if (real === undefined || real.startsWith(realpathSync(dirname(path)) + sep)) return config;
  throw usageError(
    `"tokenFile" in ${path} lies outside of that folder, so it is not sent anywhere.`,
    'Name the file with --token-file if you trust this server.',
  );
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
