import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from '../cli-error.ts';
import { findConfigFile, type ConfigFile } from './config-file.ts';
import { DEFAULT_SERVER, type Connection, type ConnectionOptions } from './connection.ts';

/** What the connection is found by. */
export interface ConnectionSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
}

/**
 * The server and the token to use, each the first of: command line, environment, configuration file. Without any the
 * server is the default one. A token goes only where it belongs: that of the environment not to another machine that a
 * folder's file names, that of a file not to another server than the file's.
 * @throws CliError (usage) for an address or a token that cannot be used
 */
export function findConnection(options: ConnectionOptions, { env, cwd, home }: ConnectionSources): Connection {
  const named = options.server ?? (env['DURASYNC_SERVER'] || undefined);
  const explicit = explicitToken(options, cwd) ?? (named === undefined ? undefined : environmentToken(env, cwd));
  if (named !== undefined && explicit !== undefined) return connection(parseServer(named), explicit);
  const config = findConfigFile(cwd, home);
  const server = parseServer(named ?? config?.server ?? DEFAULT_SERVER);
  return connection(
    server,
    explicit ?? trustedToken(environmentToken(env, cwd), server, config) ?? tokenFor(server, config),
  );
}

function explicitToken({ token, tokenFile }: ConnectionOptions, cwd: string): string | undefined {
  if (token !== undefined) return checkToken(token, '--token');
  return tokenFile === undefined ? undefined : readToken(resolve(cwd, tokenFile));
}

function environmentToken(env: ConnectionSources['env'], cwd: string): string | undefined {
  if (env['DURASYNC_TOKEN']) return checkToken(env['DURASYNC_TOKEN'], 'DURASYNC_TOKEN');
  return env['DURASYNC_TOKEN_FILE'] ? readToken(resolve(cwd, env['DURASYNC_TOKEN_FILE'])) : undefined;
}

/** A folder that came from elsewhere must not get at a token of the user, and a token is never left out in silence. */
function trustedToken(token: string | undefined, server: URL, config: ConfigFile | undefined): string | undefined {
  if (token === undefined || config?.ofFolder !== true || isLoopback(server.hostname)) return token;
  throw usageError(
    `The token of the environment is not sent to ${server.origin}, which ${config.path} names.`,
    `Set DURASYNC_SERVER=${server.origin} as well if you trust it, or unset DURASYNC_TOKEN and DURASYNC_TOKEN_FILE.`,
  );
}

function tokenFor(server: URL, config: ConfigFile | undefined): string | undefined {
  if (config?.tokenFile === undefined || parseServer(config.server).href !== server.href) return undefined;
  return readToken(config.tokenFile);
}

function parseServer(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw usageError(`"${text}" is not the address of a server.`, 'Write it as http://host:port or https://host.');
  }
  return url;
}

function readToken(path: string): string {
  try {
    return checkToken(readFileSync(path, 'utf8').trim(), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageError(`The token file ${path} cannot be read (${code}).`);
  }
}

/** The characters of a bearer token (RFC 6750 §2.1). */
function checkToken(token: string, source: string): string {
  if (/^[A-Za-z0-9._~+/-]+=*$/.test(token)) return token;
  throw usageError(`${source} does not hold a token.`);
}

function connection(server: URL, token: string | undefined): Connection {
  if (token === undefined || server.protocol === 'https:' || isLoopback(server.hostname)) return { server, token };
  throw usageError(
    `The token is not sent to ${server.origin}, because anybody on the way could read it.`,
    'Use https://, or kubectl port-forward and http://127.0.0.1.',
  );
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
