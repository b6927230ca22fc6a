import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { temporalLog } from './temporal-log.ts';

/**
 * Sets up Temporal's runtime, once a process and before anything else of it: its log goes into ours, from warnings up,
 * without threads or buffers for metrics nobody reads.
 * @param known messages about things that the process logs itself; see temporalLog
 */
export function installTemporalRuntime(logger: Logger, known: readonly string[] = []): void {
  Runtime.install({
    logger: temporalLog(logger, known),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' } } },
    // The entry point owns the signals.
    shutdownSignals: [],
  });
}
