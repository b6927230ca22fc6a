import type { LogLevel, Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

const PINO_LEVEL = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

/** Said by every worker that only runs activities, which is what ours are for. */
const POINTLESS: readonly string[] = [
  'No workflows registered, not polling for workflow tasks',
  'No Nexus services registered, not polling for Nexus tasks',
];

/**
 * Temporal's log as part of ours: warnings and errors as such, all else for debugging.
 * @param known messages about things that the process logs itself; for debugging only
 */
export function temporalLog(logger: Logger, known: readonly string[] = []): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: Readonly<Record<string, unknown>> = {}): void => {
    if (POINTLESS.includes(message)) return;
    const { error, ...rest } = meta;
    // pino serialises errors under `err` only; under any other name nothing of them is left.
    const fields = error === undefined ? rest : { ...rest, err: error };
    logger[known.includes(message) ? 'debug' : PINO_LEVEL[level]](fields, message);
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}
