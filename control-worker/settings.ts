import { LOG_LEVELS, type LogLevel } from './log-level.ts';

/** What the process is told by its environment. */
export interface Settings {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly http: { readonly host: string; readonly port: number } | null;
  readonly logLevel: LogLevel;
  /** Prebuilt workflow code, made for workers with versions or without; null: it is bundled from the sources at the start. */
  readonly workflowBundle: string | null;
  /** Whether the worker has a version, so that runs under way end with the code that they began with. */
  readonly versioned: boolean;
}

/**
 * Reads the environment: TEMPORAL_ADDRESS (host:port), TEMPORAL_NAMESPACE (`default`), HTTP_ADDRESS (127.0.0.1),
 * HTTP_PORT (0: no HTTP), LOG_LEVEL (`info`), WORKFLOW_BUNDLE (a file), WORKER_VERSIONING (`off`, or `on`). KUBECONFIG is read by the Kubernetes client.
 * @throws RangeError that names the variable and what it may be
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const port = readPort(env['HTTP_PORT']);
  return {
    temporalAddress: env['TEMPORAL_ADDRESS'] || '127.0.0.1:7233',
    temporalNamespace: env['TEMPORAL_NAMESPACE'] || 'default',
    http: port === 0 ? null : { host: env['HTTP_ADDRESS'] || '127.0.0.1', port },
    logLevel: readLogLevel(env['LOG_LEVEL']),
    workflowBundle: env['WORKFLOW_BUNDLE'] || null,
    versioned: readSwitch('WORKER_VERSIONING', env['WORKER_VERSIONING']),
  };
}

function readPort(text: string | undefined): number {
  const port = Number(text || 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new RangeError(`HTTP_PORT is "${text}"; it must be a port number, or 0 for no HTTP`);
}

function readSwitch(name: string, text: string | undefined): boolean {
  if (!text || text === 'off') return false;
  if (text === 'on') return true;
  throw new RangeError(`${name} is "${text}"; it must be on or off`);
}

function readLogLevel(text: string | undefined): LogLevel {
  const wanted = text || 'info';
  const level = LOG_LEVELS.find((name) => name === wanted);
  if (level !== undefined) return level;
  throw new RangeError(`LOG_LEVEL is "${wanted}"; it must be one of ${LOG_LEVELS.join(', ')}`);
}
