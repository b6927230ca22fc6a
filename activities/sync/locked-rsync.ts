import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncPhase } from '../../resources/job/job-status.ts';
import type { RsyncExit } from './classify-exit.ts';
import { LOCK_BUSY } from './exit-codes.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { RunLog } from './run-log.ts';
import { runRsync, type Credentials } from './run-rsync.ts';
import type { AttemptStop } from './stop-reason.ts';
import type { SyncLimits } from './sync-deps.ts';
import { SyncFailure } from './sync-failure.ts';

interface LockedRsyncOptions {
  readonly lockFile: string;
  readonly pipe: string;
  readonly credentials: Credentials | undefined;
  readonly limits: SyncLimits;
  readonly stop: AttemptStop;
  readonly log: RunLog;
  readonly meter: ProgressMeter;
}

/** Runs rsync once the volume's lock is free. */
export class LockedRsync {
  /** The first process of the rsync under way, or of the last one. */
  pid: number | undefined;
  readonly #options: LockedRsyncOptions;

  constructor(options: LockedRsyncOptions) {
    this.#options = options;
  }

  /**
   * @param phase what the attempt is doing once it has the lock
   * @throws SyncFailure DataLocked when the lock stays taken
   */
  async run(phase: SyncPhase, args: readonly string[], onOutput: (chunk: Buffer) => void): Promise<RsyncExit> {
    const { limits, meter, stop, log } = this.#options;
    log.line(`rsync ${args.join(' ')}`);
    const tries = Math.max(1, Math.ceil(limits.lockWaitMs / limits.lockPollMs));
    for (let left = tries; left > 0; left -= 1) {
      meter.phase = left === tries ? phase : 'waiting-for-lock';
      const exit = await this.#once(args, (chunk) => {
        if (meter.phase === 'waiting-for-lock') meter.phase = phase;
        onOutput(chunk);
      });
      if (exit.code !== LOCK_BUSY) return exit;
      if (left === tries) log.line('waiting for another process that syncs into this volume');
      meter.phase = 'waiting-for-lock';
      await sleep(limits.lockPollMs, undefined, { signal: stop.signal }).catch(() => undefined);
      stop.throwIfStopped();
    }
    throw new SyncFailure(
      'DataLocked',
      'Another process syncs into this volume, perhaps an earlier attempt that is still ending; the next attempt waits for it',
    );
  }

  #once(args: readonly string[], onOutput: (chunk: Buffer) => void): Promise<RsyncExit> {
    const { lockFile, pipe, credentials, limits, stop, log } = this.#options;
    return runRsync({
      args,
      lockFile,
      pipe,
      credentials,
      signal: stop.signal,
      killGraceMs: limits.killGraceMs,
      onOutput,
      onStart: (pid) => (this.pid = pid),
      onError: (chunk) => log.important(redact(chunk, credentials)),
    });
  }
}

const redact = (chunk: Buffer, credentials: Credentials | undefined): Buffer =>
  credentials?.password ? Buffer.from(chunk.toString('utf8').replaceAll(credentials.password, '***')) : chunk;
