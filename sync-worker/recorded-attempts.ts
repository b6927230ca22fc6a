import { readFile, rm } from 'node:fs/promises';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActivityNotFoundError, NamespaceNotFoundError, type AsyncCompletionClient } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { AttemptIdentity, AttemptObserver } from '../activities/sync/sync-deps.ts';
import type { SyncInput } from '../activities/sync-contract.ts';
import type { FailureClass } from '../workflows/core/failure-class.ts';
import type { JobProgress } from '../resources/job/job-status.ts';

const LOST: FailureClass = 'WorkerLost';
/** How often Temporal is told before it is left to notice by itself, and the first pause between, milliseconds; doubled. */
const TRIES = 5;
const FIRST_PAUSE = 250;

/**
 * Keeps a record of the attempt under way on the Job's volume, so that the worker's successor can tell Temporal at once
 * that the attempt is lost, instead of everybody waiting for its heartbeat to be missed.
 */
export class RecordedAttempts implements AttemptObserver {
  readonly #file: string;
  readonly #inner: AttemptObserver;
  #record = '';

  constructor(file: string, inner: AttemptObserver) {
    this.#file = file;
    this.#inner = inner;
  }

  begin(input: SyncInput, attempt: AttemptIdentity): void {
    const taskToken = Buffer.from(attempt.taskToken).toString('base64');
    this.#record = JSON.stringify({ runSeq: input.runSeq, taskToken });
    this.#write();
    this.#inner.begin(input, attempt);
  }

  #write(): void {
    const unfinished = `${this.#file}.tmp`;
    try {
      writeFileSync(unfinished, this.#record, { mode: 0o600 });
      renameSync(unfinished, this.#file);
    } catch {
      // Without a record a lost attempt is only noticed later; a full disk must not fail the run here.
    }
  }

  progress(progress: JobProgress): void {
    this.#inner.progress(progress);
  }

  async end(): Promise<void> {
    this.#remove();
    await this.#inner.end();
  }

  /** A successor on the same volume may have recorded an attempt of its own by now, which is still under way. */
  #remove(): void {
    try {
      if (readFileSync(this.#file, 'utf8') === this.#record) rmSync(this.#file, { force: true });
    } catch {
      // There is no record, or none that can be removed: Temporal knows that the attempt has ended.
    }
  }
}

/**
 * Ends the attempt that an earlier worker of this volume left behind, if there is one, as WorkerLost. Should that worker
 * be alive after all, it learns with its next heartbeat that the attempt is no longer its own, and the volume's lock
 * keeps the next attempt waiting until its rsync has ended.
 * Never throws: whatever the record says, e.g. of a Temporal that has been set up anew since, the worker must start.
 * @param firstPauseMs pause before the second of the tries
 */
export async function endLostAttempt(
  file: string,
  client: Pick<AsyncCompletionClient, 'fail'>,
  firstPauseMs = FIRST_PAUSE,
): Promise<void> {
  const taskToken = await readTaskToken(file);
  if (taskToken === undefined) return;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (await isTold(client, taskToken)) break;
    if (tries < TRIES) await sleep(firstPauseMs * 2 ** (tries - 1));
  }
  await rm(file, { force: true }).catch(() => undefined);
}

/** False when Temporal did not take the news, though it may yet. */
async function isTold(client: Pick<AsyncCompletionClient, 'fail'>, taskToken: Uint8Array): Promise<boolean> {
  const lost = ApplicationFailure.create({ type: LOST, message: 'The worker ended while the run was under way.' });
  try {
    await client.fail(taskToken, lost);
    return true;
  } catch (error) {
    // Temporal has noticed by itself, or the run was stopped, or is of another Temporal.
    return error instanceof ActivityNotFoundError || error instanceof NamespaceNotFoundError;
  }
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
