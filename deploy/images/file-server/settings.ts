import { join } from 'node:path';
import { FRONT_PORT } from '../../../resources/job/job-names.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** What the process is told by its environment. */
export interface Settings {
  /** Directory that is served. */
  readonly root: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/**
 * Reads the environment: DATA_DIR (the Job's volume), POD_IP (127.0.0.1), FRONT_PORT (8080), LOG_LEVEL (`info`; `debug`
 * shows every request).
 * @throws RangeError that names the variable
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const dataDir = env['DATA_DIR'];
  if (!dataDir) throw new RangeError('DATA_DIR is not set');
  const port = Number(env['FRONT_PORT'] || FRONT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError('FRONT_PORT must be a port number');
  const wanted = env['LOG_LEVEL'] || 'info';
  const logLevel = LOG_LEVELS.find((level) => level === wanted);
  if (logLevel === undefined) throw new RangeError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
  return { root: join(dataDir, 'mirror'), host: env['POD_IP'] || '127.0.0.1', port, logLevel };
}
