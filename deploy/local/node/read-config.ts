import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDuration } from '../../../resources/duration.ts';
import type { BackoffLimits } from './container/crash-backoff.ts';
import { readImageTable, type ImageTable } from './container/image-table.ts';
import { parseLoopbackRange, type AddressRange } from './pod/pod-address.ts';

/** The local node's settings; see readConfig for the variables. */
export interface NodeConfig {
  readonly kubeconfig: string;
  readonly nodeName: string;
  readonly stateDir: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string; readonly clientCa: string };
  readonly images: ImageTable;
  readonly searchPath: string;
  readonly podRange: AddressRange;
  readonly backoff: BackoffLimits;
  readonly refreshMs: number;
  readonly reclaimPolicy: 'Delete' | 'Retain';
  /** Which stand-ins for controller-manager run, by the rule of selectControllers. */
  readonly controllers: readonly string[];
  readonly logLevel: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** A variable is missing or malformed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment:
 * KUBECONFIG, NODE_STATE_DIR, NODE_TLS_CERT, NODE_TLS_KEY and NODE_CLIENT_CA (paths) are required;
 * NODE_NAME (`local`), NODE_PORT (10250, 0 for any), NODE_IMAGES (path of the image table; none), NODE_POD_CIDR
 * (`127.77.0.0/16`), NODE_RESTART_BACKOFF (`10s`), NODE_RESTART_BACKOFF_MAX (`5m`), NODE_VOLUME_REFRESH (`60s`),
 * NODE_RECLAIM_POLICY (`Delete` or `Retain`), NODE_CONTROLLERS (`*`; a list such as `*,-namespace`), LOG_LEVEL (`info`) and PATH (also the containers') are not.
 * @throws ConfigError naming the variable
 */
export function readConfig(env: Env): NodeConfig {
  return {
    kubeconfig: required(env, 'KUBECONFIG'),
    nodeName: env['NODE_NAME'] || 'local',
    stateDir: path.resolve(required(env, 'NODE_STATE_DIR')),
    port: parsed(env, 'NODE_PORT', '10250', parsePort),
    tls: {
      cert: parsed(env, 'NODE_TLS_CERT', undefined, readText),
      key: parsed(env, 'NODE_TLS_KEY', undefined, readText),
      clientCa: parsed(env, 'NODE_CLIENT_CA', undefined, readText),
    },
    images: env['NODE_IMAGES'] ? parsed(env, 'NODE_IMAGES', undefined, readImageTable) : {},
    searchPath: env['PATH'] || '/usr/local/bin:/usr/bin:/bin',
    podRange: parsed(env, 'NODE_POD_CIDR', '127.77.0.0/16', parseLoopbackRange),
    backoff: {
      initialMs: parsed(env, 'NODE_RESTART_BACKOFF', '10s', parseDuration),
      maxMs: parsed(env, 'NODE_RESTART_BACKOFF_MAX', '5m', parseDuration),
      resetAfterMs: 10 * 60_000,
    },
    refreshMs: parsed(env, 'NODE_VOLUME_REFRESH', '60s', parseDuration),
    reclaimPolicy: parsed(env, 'NODE_RECLAIM_POLICY', 'Delete', parsePolicy),
    controllers: (env['NODE_CONTROLLERS'] || '*').split(','),
    logLevel: env['LOG_LEVEL'] || 'info',
  };
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (!value) throw new ConfigError(`${name} is not set`);
  return value;
}

function parsed<T>(env: Env, name: string, otherwise: string | undefined, parse: (text: string) => T): T {
  const text = env[name] || (otherwise ?? required(env, name));
  try {
    return parse(text);
  } catch (error) {
    throw new ConfigError(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const readText = (file: string): string => readFileSync(file, 'utf8');

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`"${text}" is not a port`);
  return port;
}

function parsePolicy(text: string): 'Delete' | 'Retain' {
  if (text !== 'Delete' && text !== 'Retain') throw new RangeError(`"${text}" is neither Delete nor Retain`);
  return text;
}
