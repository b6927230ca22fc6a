import { readFile, rm } from 'node:fs/promises';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { ActivityNotFoundError, type AsyncCompletionClient } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { AttemptIdentity, AttemptObserver } from '../activities/sync/sync-deps.ts';
import type { SyncInput } from '../activities/sync-contract.ts';
import type { FailureClass } from '../workflows/core/failure-class.ts';
import type { JobProgress } from '../resources/job/job-status.ts';

const LOST: FailureClass = 'WorkerLost';

/**
 * Keeps a record of the attempt under way on the Job's volume, so that the worker's successor can tell Temporal at once
 * that the attempt is lost, instead of everybody waiting for its heartbeat to be missed.
 */
export class RecordedAttempts implements AttemptObserver {
  readonly #file: string;
  readonly #inner: AttemptObserver;

  constructor(file: string, inner: AttemptObserver) {
    this.#file = file;
    this.#inner = inner;
  }

  begin(input: SyncInput, attempt: AttemptIdentity): void {
    this.#write({ runSeq: input.runSeq, taskToken: Buffer.from(attempt.taskToken).toString('base64') });
    this.#inner.begin(input, attempt);
  }

  #write(record: object): void {
    const unfinished = `${this.#file}.tmp`;
    try {
      writeFileSync(unfinished, JSON.stringify(record), { mode: 0o600 });
      renameSync(unfinished, this.#file);
    } catch {
      // Without a record a lost attempt is only noticed later; a full disk must not fail the run here.
    }
  }

  progress(progress: JobProgress): void {
    this.#inner.progress(progress);
  }

  async end(): Promise<void> {
    rmSync(this.#file, { force: true });
    await this.#inner.end();
  }
}

/**
 * Ends the attempt that an earlier worker of this volume left behind, if there is one, as WorkerLost. Should that worker
 * be alive after all, it learns with its next heartbeat that the attempt is no longer its own, and the volume's lock
 * keeps the next attempt waiting until its rsync has ended.
 * @throws when Temporal cannot be reached; the record is kept then
 */
export async function endLostAttempt(file: string, client: Pick<AsyncCompletionClient, 'fail'>): Promise<void> {
  const taskToken = await readTaskToken(file);
  if (taskToken === undefined) return;
  const lost = ApplicationFailure.create({ type: LOST, message: 'The worker ended while the run was under way.' });
  try {
    await client.fail(taskToken, lost);
  } catch (error) {
    // Temporal has noticed by itself, or the run was stopped.
    if (!(error instanceof ActivityNotFoundError)) throw error;
  }
  await rm(file, { force: true });
}

/** A record that cannot be read tells nothing; the missed heartbeat will. */
async function readTaskToken(file: string): Promise<Uint8Array | undefined> {
  try {
    const { taskToken } = JSON.parse(await readFile(file, 'utf8')) as { taskToken?: unknown };
    return typeof taskToken === 'string' && taskToken !== '' ? Buffer.from(taskToken, 'base64') : undefined;
  } catch {
    return undefined;
  }
}
