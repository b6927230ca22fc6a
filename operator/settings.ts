import { hostname } from 'node:os';

/** What the operator is told by its environment. */
export interface Settings {
  readonly temporal: { readonly address: string; readonly namespace: string };
  /** Temporal as the workers' pods reach it. */
  readonly workerTemporalAddress: string;
  /** The operator's own namespace: its lease and the key of the workers' tokens are there. */
  readonly podNamespace: string;
  readonly podName: string;
  readonly http: { readonly host: string; readonly port: number };
  /** The only namespace to look after; all when undefined. */
  readonly watchNamespace: string | undefined;
  /** Everything is looked at again this often, milliseconds. */
  readonly resyncMs: number;
  /** See selectControllers. */
  readonly controllers: readonly string[];
  readonly images: { readonly worker: string; readonly front: string; readonly rsync: string };
  readonly logLevel: LogLevel;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** Seconds. */
const LONGEST_RESYNC = 86_400;

/** A variable of the environment has a value that cannot be meant. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads TEMPORAL_ADDRESS (localhost:7233), TEMPORAL_NAMESPACE (default), WORKER_TEMPORAL_ADDRESS (TEMPORAL_ADDRESS),
 * POD_NAMESPACE (durasync-system), POD_NAME (host name), HTTP_ADDRESS (127.0.0.1), HTTP_PORT (8081), WATCH_NAMESPACE,
 * RESYNC_SECONDS (600), CONTROLLERS (`*`), WORKER_IMAGE, FRONT_IMAGE, RSYNC_IMAGE (durasync/…:<version>) and LOG_LEVEL (info).
 * @param version of the images unless told
 * @throws SettingsError naming the variable
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, version: string): Settings {
  const text = (name: string, otherwise: string): string => env[name] || otherwise;
  const address = text('TEMPORAL_ADDRESS', 'localhost:7233');
  return {
    temporal: { address, namespace: text('TEMPORAL_NAMESPACE', 'default') },
    workerTemporalAddress: text('WORKER_TEMPORAL_ADDRESS', address),
    podNamespace: text('POD_NAMESPACE', 'durasync-system'),
    podName: text('POD_NAME', hostname()),
    http: { host: text('HTTP_ADDRESS', '127.0.0.1'), port: readPort('HTTP_PORT', text('HTTP_PORT', '8081')) },
    watchNamespace: env['WATCH_NAMESPACE'] || undefined,
    resyncMs: readSeconds('RESYNC_SECONDS', text('RESYNC_SECONDS', '600')),
    controllers: text('CONTROLLERS', '*')
      .split(',')
      .map((name) => name.trim()),
    images: {
      worker: text('WORKER_IMAGE', `durasync/sync-worker:${version}`),
      front: text('FRONT_IMAGE', `durasync/file-server:${version}`),
      rsync: text('RSYNC_IMAGE', `durasync/rsync-server:${version}`),
    },
    logLevel: readLogLevel(text('LOG_LEVEL', 'info')),
  };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new SettingsError(`${name}: "${text}" is not a port`);
}

function readSeconds(name: string, text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= LONGEST_RESYNC) return seconds * 1_000;
  throw new SettingsError(`${name}: "${text}" is no whole number of seconds from 1 to ${LONGEST_RESYNC}`);
}

function readLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new SettingsError(`LOG_LEVEL: "${text}" is none of ${LOG_LEVELS.join(', ')}`);
  return level;
}
