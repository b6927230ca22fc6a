import { Runtime, type LogLevel as TemporalLogLevel, type LogMetadata } from '@temporalio/worker';
import type { Logger } from 'pino';

/**
 * Sets up Temporal's runtime, once a process and before anything else of it: its log goes into ours, from warnings up,
 * without threads or buffers for metrics nobody reads.
 */
export function installTemporalRuntime(logger: Logger): void {
  const write = (level: TemporalLogLevel, message: string, meta?: LogMetadata): void => {
    logger[PINO_LEVEL[level]]({ ...meta }, message);
  };
  Runtime.install({
    logger: {
      log: write,
      trace: (message, meta) => write('TRACE', message, meta),
      debug: (message, meta) => write('DEBUG', message, meta),
      info: (message, meta) => write('INFO', message, meta),
      warn: (message, meta) => write('WARN', message, meta),
      error: (message, meta) => write('ERROR', message, meta),
    },
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' } } },
    // The entry point owns the signals.
    shutdownSignals: [],
  });
}

const PINO_LEVEL = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
