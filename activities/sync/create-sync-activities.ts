import { Context } from '@temporalio/activity';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SyncActivities, SyncInput, SyncResult } from '../sync-contract.ts';
import { startTicker } from './attempt-ticker.ts';
import type { Attempt } from './attempt-context.ts';
import { runAttempt } from './attempt.ts';
import { dataLayout } from './data-layout.ts';
import { logAttempt } from './log-attempt.ts';
import { LockedRsync } from './locked-rsync.ts';
import { ProgressMeter } from './progress-meter.ts';
import { excludeFileText } from './rsync-arguments.ts';
import { RunLog } from './run-log.ts';
import type { Credentials } from './run-rsync.ts';
import { ScratchStore } from './scratch.ts';
import { StallWatch } from './stall-watch.ts';
import { AttemptStop } from './stop-reason.ts';
import { DEFAULT_LIMITS, type SyncDeps, type SyncLimits } from './sync-deps.ts';
import { SyncFailure, toApplicationFailure } from './sync-failure.ts';
import { toSyncFailure } from './to-sync-failure.ts';
import { spaceOf } from './volume.ts';

/** Activities of a worker that syncs one volume with rsync. */
export function createSyncActivities(deps: SyncDeps): SyncActivities {
  const { scratch = new ScratchStore() } = deps;
  return {
    async sync(input) {
      const { taskToken } = Context.current().info;
      const number = attemptOf(input);
      deps.observer?.begin(input, { number, taskToken });
      try {
        return await logAttempt(deps.logger, input, number, () => syncOnce(input, deps, scratch));
      } catch (error) {
        const failure = toSyncFailure(error);
        throw failure instanceof SyncFailure ? toApplicationFailure(failure) : failure;
      } finally {
        await deps.observer?.end();
      }
    },
  };
}

async function syncOnce(input: SyncInput, deps: SyncDeps, store: ScratchStore): Promise<SyncResult> {
  const scratch = await store.take();
  try {
    const excludeFile = await writeExcludeFile(scratch.directory, input.config.exclude);
    return await withLog(input, deps, { pipe: scratch.pipe, excludeFile });
  } finally {
    store.discard(scratch);
  }
}

async function writeExcludeFile(directory: string, patterns: readonly string[]): Promise<string | undefined> {
  if (patterns.length === 0) return undefined;
  const path = join(directory, 'exclude');
  await writeFile(path, excludeFileText(patterns), { mode: 0o600 });
  return path;
}

const attemptOf = ({ attempt }: SyncInput): number => attempt ?? Context.current().info.attempt;

interface AttemptFiles {
  readonly pipe: string;
  readonly excludeFile: string | undefined;
}

async function withLog(input: SyncInput, deps: SyncDeps, files: AttemptFiles): Promise<SyncResult> {
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const startedAt = deps.now?.() ?? new Date();
  const log = await RunLog.open({
    directory: dataLayout(deps.dataDir).log,
    run: input.runSeq,
    startedAt,
    maxBytes: limits.logBytes,
    keep: limits.logFiles,
  });
  log.line(`run ${input.runSeq}, attempt ${attemptOf(input)}, ${startedAt.toISOString()}: ${input.config.upstream}`);
  try {
    const credentials = await deps.credentials?.();
    const attempt = createAttempt(input, deps, { ...files, limits, log, startedAt, credentials });
    const result = await withTicker(attempt, deps, limits.heartbeatMs);
    log.line(`done in ${result.stats.durationMs ?? 0} ms${result.unchanged ? ', unchanged' : ''}`);
    return result;
  } catch (error) {
    const failure = toSyncFailure(error);
    log.line(failure instanceof SyncFailure ? `${failure.failureClass}: ${failure.message}` : 'canceled');
    throw failure;
  } finally {
    log.close();
  }
}

interface AttemptParts extends AttemptFiles {
  readonly limits: SyncLimits;
  readonly log: RunLog;
  readonly startedAt: Date;
  readonly credentials: Credentials | undefined;
}

function createAttempt(input: SyncInput, deps: SyncDeps, parts: AttemptParts): Attempt {
  const { limits, log, pipe, excludeFile, credentials } = parts;
  const layout = dataLayout(deps.dataDir);
  const meter = new ProgressMeter(parts.startedAt);
  const stop = new AttemptStop(Context.current().cancellationSignal);
  return {
    input,
    layout,
    log,
    meter,
    stop,
    stall: new StallWatch([`--timeout=${limits.ioTimeoutSeconds}`, ...input.config.rsyncOptions]),
    rsync: new LockedRsync({ lockFile: layout.lock, pipe, credentials, limits, stop, log, meter }),
    argumentInput: { config: input.config, layout, excludeFile, ...limits },
    space: deps.space ?? spaceOf,
    secrets: credentials ? [credentials.password] : [],
  };
}

async function withTicker(attempt: Attempt, deps: SyncDeps, heartbeatMs: number): Promise<SyncResult> {
  const context = Context.current();
  const stopTicker = startTicker({
    attempt,
    heartbeatMs,
    heartbeat: (details) => context.heartbeat(details),
    progress: (progress) => deps.observer?.progress(progress),
  });
  try {
    return await runAttempt(attempt);
  } finally {
    stopTicker();
  }
}
