import type { Attempt } from './attempt-context.ts';
import { classifyExit, isSuccess } from './classify-exit.ts';
import { parseStats, type RsyncStats } from './parse-stats.ts';
import { PlanScanner, type PlanCounts } from './plan-scanner.ts';
import { planArguments } from './rsync-arguments.ts';
import { SyncFailure } from './sync-failure.ts';
import { TailBuffer } from './tail-buffer.ts';

const OUTPUT_TAIL = 16 * 1024;

/** What the transfer will do. */
export interface Plan extends PlanCounts {
  readonly stats: RsyncStats;
  /** Entries of the mirror now. */
  readonly localEntries: number;
}

/**
 * Lets rsync say what it would do.
 * @throws SyncFailure, unless all that is wrong is that a part of the upstream cannot be read and the rest has changed
 */
export async function runPlan(attempt: Attempt): Promise<Plan> {
  const scanner = new PlanScanner();
  const tail = new TailBuffer(OUTPUT_TAIL);
  const exit = await attempt.rsync.run('planning', planArguments(attempt.argumentInput), (chunk) =>
    tail.push(scanner.push(chunk)),
  );
  attempt.stop.throwIfStopped();
  const counts = scanner.counts();
  const output = tail.toString();
  attempt.log.important(Buffer.from(output));
  if (!isSuccess(exit, attempt.input.config.successExitCodes)) {
    const failure = classifyExit(exit, attempt.secrets);
    // What can be fetched is fetched; the transfer then fails for the rest.
    if (failure.failureClass !== 'PartialTransfer' || counts.changes === 0) throw failure;
  }
  const stats = parseStats(output);
  if (!stats) throw new SyncFailure('Unknown', 'rsync planned the run but gave no statistics');
  return describe(attempt, counts, stats);
}

function describe(attempt: Attempt, counts: PlanCounts, stats: RsyncStats): Plan {
  // All but the top directory, which both sides have: what stays is the upstream's less what is new.
  const localEntries = Math.max(0, stats.entries - 1 - counts.created) + counts.deletions;
  attempt.log.line(
    counts.changes === 0
      ? 'plan: nothing to do'
      : `plan: ${stats.filesTransferred} files of ${stats.transferredSize} bytes to fetch, ` +
          `${counts.deletions} of ${localEntries} entries to delete`,
  );
  return { ...counts, stats, localEntries };
}
