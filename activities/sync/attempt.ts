import type { SyncInput, SyncResult } from '../sync-contract.ts';
import type { Attempt } from './attempt-context.ts';
import { planArguments, transferArguments } from './rsync-arguments.ts';
import { countLines } from './count-lines.ts';
import { checkExcludeFile } from './exclude-file.ts';
import { classifyExit, isSuccess } from './classify-exit.ts';
import { deletionLimit, refuseDeletion, refuseForSpace } from './guards.ts';
import { parseStats, type RsyncStats } from './parse-stats.ts';
import { runPlan, type Plan } from './plan.ts';
import { SyncFailure } from './sync-failure.ts';
import { TailBuffer } from './tail-buffer.ts';
import { fetchedBefore, isEmpty, prepareVolume } from './volume.ts';

/** rsync's statistics are some 900 bytes; the rest is room for warnings after them. */
const OUTPUT_TAIL = 16 * 1024;

/**
 * One attempt: a plan where there is a mirror to guard, then, if anything is to do, the transfer.
 * @throws SyncFailure, or the activity's cancellation
 */
export async function runAttempt(attempt: Attempt): Promise<SyncResult> {
  const { config } = attempt.input;
  const started = performance.now();
  // A bad configuration fails before anything is touched.
  planArguments(attempt.argumentInput);
  await checkExcludeFile(attempt.layout, config);
  await prepareVolume(attempt.layout);
  const guarded = config.maxDelete !== 'unlimited' && !(await isEmpty(attempt.layout.mirror));
  const plan = guarded ? await runPlan(attempt) : undefined;
  if (plan?.changes === 0) return result(attempt, started, plan.stats, { unchanged: true, deleted: 0 });
  if (plan) await applyGuards(attempt, plan);
  const stats = await transfer(attempt, plan);
  const deleted = Math.max(0, (stats.deleted ?? plan?.deletions ?? 0) - (plan?.remains ?? 0));
  return result(attempt, started, stats, { unchanged: false, deleted });
}

async function applyGuards(attempt: Attempt, plan: Plan): Promise<void> {
  const { input, layout, log } = attempt;
  const question = { maxDelete: input.config.maxDelete, allowDelete: input.allowDelete, ...plan };
  const massDeletion = refuseDeletion(question, input.name);
  if (massDeletion !== undefined) {
    log.line(`the first of the entries that are gone: ${plan.deletedNames.join(', ')}`);
    throw new SyncFailure('MassDeletion', massDeletion);
  }
  const { free, blockSize } = await attempt.space(layout.mirror);
  const most = plan.stats.transferredSize + plan.stats.filesTransferred * blockSize;
  const { minFree } = input.config;
  if (refuseForSpace({ needed: most, free, minFree }) === undefined) return;
  const needed = Math.max(0, most - (await fetchedBefore(layout.mirror, plan.remainDirs)));
  const noSpace = refuseForSpace({ needed, free, minFree });
  if (noSpace !== undefined) throw new SyncFailure('DiskFull', noSpace);
}

async function transfer(attempt: Attempt, plan: Plan | undefined): Promise<RsyncStats> {
  const { input, log, meter } = attempt;
  const tail = new TailBuffer(OUTPUT_TAIL);
  if (plan) meter.totalBytes = plan.stats.transferredSize;
  const args = transferArguments(attempt.argumentInput, maxDelete(input, plan));
  const exit = await attempt.rsync.run('transferring', args, (chunk) => {
    tail.push(chunk);
    log.write(chunk);
    // One line is one entry made, changed or deleted.
    meter.addFiles(countLines(chunk));
  });
  attempt.stop.throwIfStopped();
  if (!isSuccess(exit, input.config.successExitCodes)) throw classifyExit(exit, attempt.secrets);
  const stats = parseStats(tail.toString());
  if (!stats) throw new SyncFailure('Unknown', 'rsync ended well but gave no statistics');
  return stats;
}

/** The second line of defence: the upstream may lose more files between the plan and the transfer. */
function maxDelete(input: SyncInput, plan: Plan | undefined): number | undefined {
  if (!plan) return undefined;
  const limit = deletionLimit({ ...input.config, allowDelete: input.allowDelete, localEntries: plan.localEntries });
  return Number.isFinite(limit) ? limit + plan.remains : undefined;
}

function result(
  attempt: Attempt,
  started: number,
  stats: RsyncStats,
  outcome: { readonly unchanged: boolean; readonly deleted: number },
): SyncResult {
  return {
    stats: {
      files: stats.entries,
      filesTransferred: outcome.unchanged ? 0 : stats.filesTransferred,
      filesDeleted: outcome.deleted,
      bytesTransferred: outcome.unchanged ? 0 : stats.transferredSize,
      bytesReceived: stats.received,
      durationMs: Math.round(performance.now() - started),
    },
    size: stats.totalSize,
    upstream: attempt.input.config.upstream,
    unchanged: outcome.unchanged,
  };
}
