import type { KeyObject } from 'node:crypto';
import { readWorkerPublicKey } from '../activities/worker-token.ts';
import { WORKER_PORT } from '../resources/job/job-names.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** What the process is told by its environment. */
export interface Settings {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** The Job that this worker serves. */
  readonly job: { readonly namespace: string; readonly name: string };
  readonly dataDir: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly tokenKey: KeyObject;
  /** Folder with the upstream's login, see readCredentials; undefined for an upstream without one. */
  readonly credentialsDir: string | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment: TEMPORAL_ADDRESS (127.0.0.1:7233), TEMPORAL_NAMESPACE (`default`), JOB_NAMESPACE, JOB_NAME,
 * DATA_DIR, POD_IP (127.0.0.1), HTTP_PORT (6000), WORKER_TOKEN_PUBLIC_KEY (PEM or base64 of it),
 * UPSTREAM_CREDENTIALS_DIR (no login), LOG_LEVEL (`info`). KUBECONFIG is read by the Kubernetes client.
 * @throws RangeError or TypeError that names what is wrong
 */
export function readSettings(env: Environment): Settings {
  return {
    temporalAddress: env['TEMPORAL_ADDRESS'] || '127.0.0.1:7233',
    temporalNamespace: env['TEMPORAL_NAMESPACE'] || 'default',
    job: { namespace: required(env, 'JOB_NAMESPACE'), name: required(env, 'JOB_NAME') },
    dataDir: required(env, 'DATA_DIR'),
    http: { host: env['POD_IP'] || '127.0.0.1', port: readPort(env['HTTP_PORT']) },
    tokenKey: readWorkerPublicKey(required(env, 'WORKER_TOKEN_PUBLIC_KEY')),
    credentialsDir: env['UPSTREAM_CREDENTIALS_DIR'] || undefined,
    logLevel: readLogLevel(env['LOG_LEVEL'] || 'info'),
  };
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new RangeError(`${name} is not set`);
}

function readPort(text: string | undefined): number {
  const port = Number(text || WORKER_PORT);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new RangeError(`HTTP_PORT is "${text}"; it must be a port number`);
}

function readLogLevel(wanted: string): Settings['logLevel'] {
  const level = LOG_LEVELS.find((name) => name === wanted);
  if (level !== undefined) return level;
  throw new RangeError(`LOG_LEVEL is "${wanted}"; it must be one of ${LOG_LEVELS.join(', ')}`);
}
