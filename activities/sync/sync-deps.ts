import type { JobProgress } from '../../resources/job/job-status.ts';
import type { SyncInput } from '../sync-contract.ts';
import type { AttemptLogger } from './log-attempt.ts';
import type { ScratchStore } from './scratch.ts';
import type { Credentials } from './run-rsync.ts';

/** Which attempt of a run it is. */
export interface AttemptIdentity {
  /** 1 for the first. */
  readonly number: number;
  /** By which Temporal knows the attempt; whoever has it can end the attempt. */
  readonly taskToken: Uint8Array;
}

/** Told of the attempt that runs. Calls come in order: begin, progress…, end. */
export interface AttemptObserver {
  begin(input: SyncInput, attempt: AttemptIdentity): void;
  /** At most five times a second. */
  progress(progress: JobProgress): void;
  /** Awaited before the activity returns, so that nothing of the attempt is reported after its end. */
  end(): Promise<void>;
}

export interface SyncLimits {
  /** How long to wait for the volume's lock, milliseconds. */
  readonly lockWaitMs: number;
  readonly lockPollMs: number;
  /** Time between SIGTERM and SIGKILL, milliseconds. */
  readonly killGraceMs: number;
  readonly heartbeatMs: number;
  /** rsync's `--timeout`, seconds. */
  readonly ioTimeoutSeconds: number;
  /** rsync's `--contimeout`, seconds. */
  readonly connectTimeoutSeconds: number;
  /** Most bytes of one run's log. */
  readonly logBytes: number;
  readonly logFiles: number;
}

export const DEFAULT_LIMITS: SyncLimits = {
  lockWaitMs: 60_000,
  lockPollMs: 1_000,
  killGraceMs: 2_000,
  heartbeatMs: 2_000,
  ioTimeoutSeconds: 120,
  connectTimeoutSeconds: 60,
  logBytes: 64 * 1024 * 1024,
  logFiles: 10,
};

/** Space of a file system, bytes. */
export interface Space {
  readonly free: number;
  readonly blockSize: number;
}

/** What the sync activity needs from its process. */
export interface SyncDeps {
  /** Root of the Job's volume; see DataLayout. */
  readonly dataDir: string;
  /** Reads the upstream's login, once an attempt; no login unless given. @throws SyncFailure ConfigInvalid */
  readonly credentials?: (() => Promise<Credentials | undefined>) | undefined;
  readonly observer?: AttemptObserver;
  /** Told of every attempt's start and end; nobody unless given. */
  readonly logger?: AttemptLogger;
  /** Where attempts get their private files; one of its own unless told. */
  readonly scratch?: ScratchStore;
  /** Space where `path` is; statfs(2) unless told. */
  readonly space?: (path: string) => Promise<Space>;
  readonly now?: () => Date;
  readonly limits?: Partial<SyncLimits>;
}
