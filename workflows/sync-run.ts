import {
  ActivityCancellationType,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  patched,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { SyncActivities, SyncInput, SyncResult } from '../activities/sync-contract.ts';
import { attemptPause, isTriedAgain, pauseNews } from './core/attempt-pause.ts';
import { attemptPolicy, goesOnElsewhere, once, queueWait, type AttemptPolicy } from './core/attempt-policy.ts';
import { isWaitInVain, toFailure, type Failure } from './failure-outcome.ts';
import { syncQueue } from './messages.ts';
import { amendRunSignal, runWaitingSignal, type RunWaiting, type SyncRunInput } from './run-messages.ts';
import { upsertAttributes } from './search-attributes.ts';

/** Patch: since 0.2 only the first wait in vain is told. */
const TELL_ONCE = 'tell-waiting-once';

/** Patch: since 0.2 the pauses between attempts are the run's own, not Temporal's. */
const OWN_PAUSES = 'own-pauses';

/** Patch: since 0.2 attempts that cost none go by the amendments too, and begin when the entity has the news of them. */
const SETBACKS_IN_ORDER = 'setbacks-in-order';

/** A worker counts as there when the attempt outlived its wait in the queue by this, milliseconds. */
const START_MARGIN = 1_000;

/**
 * One run of a Job: the attempts at the sync activity on the queue of the Job's worker.
 * A worker that is not there does not fail the run: the run waits for it and says so; one that dies is replaced. Between
 * two attempts the run says what failed, and goes on sooner or with another config when its entity tells it to.
 * @throws ApplicationFailure whose type is a FailureClass, CancelledFailure when the run was stopped
 */
export async function syncRun(input: SyncRunInput): Promise<SyncResult> {
  const ownPauses = patched(OWN_PAUSES);
  const amendments = new Amendments();
  let run: RunState = { waits: 0, lostWorkers: 0, attempt: 1, ...input };
  for (;;) {
    const policy = policyOf(run.sync);
    try {
      const result = await (ownPauses
        ? attempt(numbered(run), once(policy), run.waits)
        : attempt(run.sync, policy, run.waits));
      upsertAttributes({ LastResult: 'success', Bytes: result.size });
      return result;
    } catch (error) {
      run = (await goesOn(error, run, amendments)) ?? (await pauseAfter(error, run, { ownPauses, amendments }));
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof syncRun>(run);
  }
}

type RunState = Required<SyncRunInput>;
type EntityNews = Omit<RunWaiting, 'seq'>;

const numbered = ({ sync, attempt }: RunState): SyncInput => ({ ...sync, attempt });

/** The run after a setback that costs no attempt; undefined when it has failed. Throws when it was stopped. */
async function goesOn(error: unknown, run: RunState, amendments: Amendments): Promise<RunState | undefined> {
  if (stopRequested()) throw stopped();
  const setback = setbackOf(error, run);
  if (setback === undefined) return undefined;
  const { news, counters } = setback;
  const inOrder = (news !== null || amendments.any) && patched(SETBACKS_IN_ORDER);
  const told = news === null ? undefined : tellEntity(run.sync, news);
  if (!inOrder) return { ...run, ...counters };
  await told;
  return { ...run, ...counters, sync: { ...run.sync, ...amendments.news } };
}

interface Setback {
  /** What the entity does not know yet. */
  readonly news: EntityNews | null;
  readonly counters: Partial<RunState>;
}

function setbackOf(error: unknown, { sync, waits, lostWorkers, attempt: number }: RunState): Setback | undefined {
  if (isWaitInVain(error)) {
    const waitingFor = `A worker on the queue ${syncQueue(sync.namespace, sync.name)}.`;
    return { news: newsOfWait(waits) ? { waitingFor } : null, counters: { waits: waits + 1 } };
  }
  if (!goesOnElsewhere(failureOf(error).errorClass, lostWorkers + 1)) return undefined;
  const isNew = waits > 0 || number > 1;
  return {
    news: isNew ? { waitingFor: null, attempt: 1 } : null,
    counters: { waits: 0, lostWorkers: lostWorkers + 1, attempt: 1 },
  };
}

interface Pausing {
  readonly ownPauses: boolean;
  readonly amendments: Amendments;
}

/** Waits for the time of the next attempt, or until the entity wants it at once. Throws when there is none. */
async function pauseAfter(error: unknown, run: RunState, { ownPauses, amendments }: Pausing): Promise<RunState> {
  const failure = failureOf(error);
  const { sync, attempt: number } = run;
  if (!ownPauses || !isTriedAgain(failure.errorClass, number, sync.config)) throw failed(failure, error);
  const until = Date.now() + attemptPause(failure.errorClass, number);
  amendments.atOnce = false;
  // Awaited, so that the news cannot overtake each other.
  await tellEntity(sync, { ...pauseNews({ ...failure, until }, number, sync.config.retry), attempt: number });
  try {
    await condition(() => amendments.atOnce, Math.max(1, until - Date.now()));
  } catch (cancelled) {
    throw stopRequested() ? stopped() : cancelled;
  }
  await tellEntity(sync, { waitingFor: null, attempt: number + 1 });
  return { ...run, sync: { ...sync, ...amendments.news }, waits: 0, attempt: number + 1 };
}

/** What the entity has told this run since its start. */
class Amendments {
  news: Partial<SyncInput> = {};
  atOnce = false;

  get any(): boolean {
    return Object.keys(this.news).length > 0;
  }

  constructor() {
    setHandler(amendRunSignal, ({ atOnce, ...news }) => {
      this.news = news;
      this.atOnce ||= atOnce;
    });
  }
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
    void tellEntity(sync, { waitingFor: null });
  });
  started.catch(() => undefined);
  try {
    return await running;
  } finally {
    watch.cancel();
  }
}

/** Resolves once the entity has the news, or is gone; never throws. */
async function tellEntity(sync: SyncInput, news: EntityNews): Promise<void> {
  const parent = workflowInfo().parent;
  if (parent === undefined) return;
  const told = getExternalWorkflowHandle(parent.workflowId).signal(runWaitingSignal, { seq: sync.runSeq, ...news });
  // An entity that is gone has asked for this run's cancellation already.
  await told.catch(() => undefined);
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
