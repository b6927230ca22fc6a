import {
  ActivityCancellationType,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  getExternalWorkflowHandle,
  patched,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { SyncActivities, SyncInput, SyncResult } from '../activities/sync-contract.ts';
import { attemptPolicy, goesOnElsewhere, queueWait, type AttemptPolicy } from './core/attempt-policy.ts';
import { isWaitInVain, toFailure, type Failure } from './failure-outcome.ts';
import { syncQueue } from './messages.ts';
import { runWaitingSignal, type SyncRunInput } from './run-messages.ts';
import { upsertAttributes } from './search-attributes.ts';

/** Patch: since 0.2 only the first wait in vain is told. */
const TELL_ONCE = 'tell-waiting-once';

/** A worker counts as there when the attempt outlived its wait in the queue by this, milliseconds. */
const START_MARGIN = 1_000;

/**
 * One run of a Job: the attempts at the sync activity on the queue of the Job's worker.
 * A worker that is not there does not fail the run: the run waits for it and says so; one that dies is replaced.
 * @throws ApplicationFailure whose type is a FailureClass, CancelledFailure when the run was stopped
 */
export async function syncRun(input: SyncRunInput): Promise<SyncResult> {
  const policy = policyOf(input.sync);
  let setbacks: Setbacks = { waits: input.waits ?? 0, lostWorkers: input.lostWorkers ?? 0 };
  for (;;) {
    try {
      const result = await attempt(input.sync, policy, setbacks.waits);
      upsertAttributes({ LastResult: 'success', Bytes: result.size });
      return result;
    } catch (error) {
      setbacks = goOnAfter(error, input.sync, setbacks);
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof syncRun>({ ...input, ...setbacks });
  }
}

type Setbacks = Required<Pick<SyncRunInput, 'waits' | 'lostWorkers'>>;

/** Counts a setback that the run outlives; throws what ends it. */
function goOnAfter(error: unknown, sync: SyncInput, { waits, lostWorkers }: Setbacks): Setbacks {
  if (stopRequested()) throw stopped();
  if (isWaitInVain(error)) {
    if (newsOfWait(waits)) tellEntity(sync, `A worker on the queue ${syncQueue(sync.namespace, sync.name)}.`);
    return { waits: waits + 1, lostWorkers };
  }
  const failure = failureOf(error);
  if (!goesOnElsewhere(failure.errorClass, lostWorkers + 1)) throw failed(failure, error);
  if (waits > 0) tellEntity(sync, null);
  return { waits: 0, lostWorkers: lostWorkers + 1 };
}

/** Told once, since the entity's history cannot be cut off while the run goes on; runs of old told every wait. */
const newsOfWait = (waits: number): boolean => waits === 0 || !patched(TELL_ONCE);

async function attempt(sync: SyncInput, policy: AttemptPolicy, waits: number): Promise<SyncResult> {
  const wait = queueWait(waits);
  const activities = proxyActivities<SyncActivities>({
    ...policy,
    taskQueue: syncQueue(sync.namespace, sync.name),
    scheduleToStartTimeout: wait,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  const running = activities.sync(sync);
  return waits === 0 ? running : whileWatchingStart(sync, wait, running);
}

/** After a wait that was told to the entity, tells it too once a worker has the attempt. */
async function whileWatchingStart<T>(sync: SyncInput, wait: number, running: Promise<T>): Promise<T> {
  const watch = new CancellationScope();
  const started = watch.run(async () => {
    await sleep(wait + START_MARGIN);
    tellEntity(sync, null);
  });
  started.catch(() => undefined);
  try {
    return await running;
  } finally {
    watch.cancel();
  }
}

function tellEntity(sync: SyncInput, waitingFor: string | null): void {
  const parent = workflowInfo().parent;
  if (parent === undefined) return;
  const told = getExternalWorkflowHandle(parent.workflowId).signal(runWaitingSignal, { seq: sync.runSeq, waitingFor });
  // An entity that is gone has asked for this run's cancellation already.
  told.catch(() => undefined);
}

/** A config that admission should have refused must fail the run, not the workflow task. */
function policyOf({ config }: SyncInput): AttemptPolicy {
  try {
    return attemptPolicy(config);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw failed({ errorClass: 'ConfigInvalid', message }, error);
  }
}

/** A worker that gives an attempt up unasked is on its way down. */
function failureOf(error: unknown): Failure {
  const failure = toFailure(error);
  return failure.errorClass === 'Canceled' ? { ...failure, errorClass: 'WorkerShutdown' } : failure;
}

const stopRequested = (): boolean => CancellationScope.current().consideredCancelled;

function stopped(): CancelledFailure {
  upsertAttributes({ LastResult: 'Canceled' });
  return new CancelledFailure('The run was stopped');
}

function failed({ errorClass, message }: Failure, error: unknown): ApplicationFailure {
  upsertAttributes({ LastResult: errorClass });
  const cause = error instanceof Error ? error : undefined;
  return ApplicationFailure.create({ type: errorClass, message, nonRetryable: true, ...(cause && { cause }) });
}
