import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  makeContinueAsNewFunc,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { isOfOwnCluster, ownCluster } from './cluster-identity.ts';
import { commandProblem } from './core/command-problem.ts';
import { reconcileProblem } from './core/reconcile-problem.ts';
import { decide } from './core/machine/decide.ts';
import { answerOf } from './core/machine/handle-command.ts';
import {
  initialMachine,
  type ActiveRun,
  type Effect,
  type JobEvent,
  type JobMachine,
} from './core/machine/job-machine.ts';
import { statusDiffers } from './core/status/status-differs.ts';
import { projectDetails } from './core/status/project-details.ts';
import { projectMemo } from './core/status/project-memo.ts';
import { projectView } from './core/status/project-view.ts';
import { followRun } from './follow-run.ts';
import {
  commandSignal,
  commandUpdate,
  reconcileSignal,
  removeSignal,
  runWorkflowId,
  viewQuery,
  type Command,
  type CommandResult,
  type MirrorJobInput,
  type ReconcileInput,
} from './messages.ts';
import { amendRunSignal, runWaitingSignal, type RunAmendment, type RunWaiting } from './run-messages.ts';
import { StatusWriter, type Written } from './status-writer.ts';

/** What one execution of the entity hands to the next. */
interface Carried {
  readonly machine: JobMachine;
  readonly written: Written;
}

/** Patch: since 0.2 an entity takes up what failed, which makes it tell the run of changes. */
const AMEND_RUN = 'amend-run';

/** The server holds the successor of an execution that lived for less than 1 s back, commands and all; milliseconds. */
const SHORTEST_EXECUTION = 5_000;

/** The longest timer, milliseconds; a later start is waited for in parts. */
const LONGEST_WAIT = 30 * 24 * 3_600_000;

/** The entity of one Job: lives as long as the object, decides when runs start, and answers commands. */
export async function mirrorJob(input: MirrorJobInput): Promise<void> {
  await new MirrorJobEntity(input).run();
}

/** The I/O around `decide`: messages in, timers, runs and status out. */
class MirrorJobEntity {
  readonly #input: MirrorJobInput;
  readonly #writer: StatusWriter;
  #machine: JobMachine;
  readonly #root = CancellationScope.current();
  #runScope = new CancellationScope();
  #runsSeen = 0;

  constructor(input: MirrorJobInput) {
    const carried = input.carried as Carried | undefined;
    this.#input = input;
    this.#machine = carried?.machine ?? initialMachine(input.namespace, input.name);
    this.#writer = new StatusWriter(() => this.#machine, carried?.written ?? { status: {}, attributes: {} });
    // A summary given at the start of the workflow does not outlive continue-as-new.
    setCurrentDetails(projectDetails(this.#machine));
    this.#listen();
  }

  async run(): Promise<void> {
    void this.#writer.run();
    try {
      await this.#live();
    } catch (error) {
      if (isCancellation(error)) await CancellationScope.nonCancellable(() => this.#endRun());
      throw error;
    }
  }

  async #live(): Promise<void> {
    while (!this.#finished) {
      if (this.#mayContinueAsNew()) await this.#continueAsNew();
      const planned = this.#machine.next?.at;
      const changed = () => this.#finished || this.#machine.next?.at !== planned || this.#mayContinueAsNew();
      if (planned === undefined) await condition(changed);
      else if (!(await condition(changed, waitUntil(planned)))) this.#apply({ type: 'timerDue' });
    }
    await condition(allHandlersFinished);
  }

  #listen(): void {
    setHandler(viewQuery, () => projectView(this.#machine));
    setHandler(commandUpdate, (command) => this.#command(command), { validator: refuseNonsense });
    setHandler(commandSignal, (command) => {
      const problem = commandProblem(command);
      if (problem === null) this.#command(command);
      else log.warn('A command was ignored', { problem });
    });
    setHandler(reconcileSignal, (reconcile) => {
      const problem = reconcileProblem(reconcile);
      if (problem === null) this.#reconcile(reconcile);
      else log.warn('News of the object were ignored', { problem });
    });
    setHandler(removeSignal, () => this.#apply({ type: 'remove' }));
    setHandler(runWaitingSignal, (waiting) => this.#apply({ type: 'runWaiting', ...asTakenUp(waiting) }));
  }

  #command(command: Command): CommandResult {
    this.#apply({ type: 'command', command });
    const answer = answerOf(this.#machine, command.commandId);
    if (answer === undefined) throw ApplicationFailure.nonRetryable('The command was not answered', 'Unknown');
    return answer;
  }

  #reconcile(input: ReconcileInput): void {
    if (!isOfOwnCluster(input.cluster)) return;
    this.#apply({ type: 'reconcile', input });
    if (statusDiffers(this.#machine, input)) this.#writer.rewrite();
  }

  #apply(event: JobEvent): void {
    const { state, effects } = decide(this.#machine, event, Date.now());
    this.#machine = state;
    setCurrentDetails(projectDetails(state));
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'startRun':
        void this.#root.run(() => this.#startRun(effect.run));
        break;
      case 'cancelRun':
        this.#runScope.cancel();
        break;
      case 'amendRun':
        this.#tellRun(effect.seq, effect.amendment);
        break;
      case 'finish':
        // Follows from the state, which news of an object made anew may still change before this execution ends.
        break;
    }
  }

  /** Called in the root scope: a run may start at the end of a cancelled one, whose scope would cancel it too. */
  #startRun(run: ActiveRun): Promise<void> {
    this.#runsSeen += 1;
    this.#runScope = new CancellationScope();
    return this.#runScope.run(() => followRun(this.#machine, run, (event) => this.#apply(event)));
  }

  #tellRun(seq: number, amendment: RunAmendment): void {
    const { namespace, name } = this.#machine;
    const run = getExternalWorkflowHandle(runWorkflowId(namespace, name, seq));
    // A run that has just ended needs no telling.
    run.signal(amendRunSignal, amendment).catch(() => undefined);
  }

  get #finished(): boolean {
    return this.#machine.removing && this.#machine.run === null;
  }

  /** Short histories replay fast; a run under way would be lost from sight. */
  #mayContinueAsNew(): boolean {
    const { startTime, continueAsNewSuggested } = workflowInfo();
    const worthIt = this.#runsSeen > 0 && Date.now() - startTime.getTime() >= SHORTEST_EXECUTION;
    const wanted = worthIt || continueAsNewSuggested;
    return wanted && this.#machine.run === null && !this.#finished && this.#writer.settled && allHandlersFinished();
  }

  #continueAsNew(): Promise<never> {
    const carried: Carried = { machine: this.#machine, written: this.#writer.written };
    const goOn = makeContinueAsNewFunc<typeof mirrorJob>({ memo: { ...projectMemo(this.#machine, ownCluster()) } });
    return goOn({ ...this.#input, carried });
  }

  async #endRun(): Promise<void> {
    this.#apply({ type: 'remove' });
    await condition(() => this.#machine.run === null);
  }
}

const waitUntil = (time: number): number => Math.min(LONGEST_WAIT, Math.max(1, time - Date.now()));

/** An entity of old took up no more of a run's news than what it waits for, and so told it nothing. */
function asTakenUp(news: RunWaiting): RunWaiting {
  const { seq, waitingFor, attempt, failed } = news;
  const isNew = attempt !== undefined || failed !== undefined;
  return isNew && !patched(AMEND_RUN) ? { seq, waitingFor } : news;
}

function refuseNonsense(command: Command): void {
  const problem = commandProblem(command);
  if (problem !== null) throw ApplicationFailure.nonRetryable(problem, 'InvalidCommand');
}
