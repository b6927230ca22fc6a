import { randomUUID } from 'node:crypto';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { isConflict, isNotFound } from '../../kubernetes/kubernetes-error.ts';
import { core } from '../../kubernetes/core-resources.ts';
import { childName, WORKFLOW_FINALIZER } from '../../resources/job/job-names.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { Reconcile, ReconcileContext, ReconcileResult } from '../kit/controller/reconcile.ts';
import { desiredChildren } from './children/desired-children.ts';
import { parseKey } from '../kit/object-key.ts';
import { syncChildren, type ChildProblem, type FindChild } from './children/sync-children.ts';
import { commandIdValue, commandRequest } from './command-annotation.ts';
import type { JobEvents } from './job-events.ts';
import type { JobSettings } from './job-settings.ts';
import { JobWriter } from './job-writer.ts';
import { readyCondition, type DeploymentObject } from './ready-condition.ts';
import { JobRemoval } from './job-removal.ts';
import { OtherClusterError, WorkflowNotRunningError, type MirrorWorkflows } from './workflow/mirror-workflows.ts';
import { reconcileInput } from './workflow/reconcile-input.ts';
import { isSetBack, lookAt } from './workflow/set-back.ts';
import { SignalLedger } from './workflow/signal-ledger.ts';

/** What the reconciler works with. */
export interface JobReconcilerDeps {
  readonly client: KubernetesClient;
  /** The cached Job; the key is `namespace/name`. */
  readonly findJob: (key: string) => Job | undefined;
  readonly findChild: FindChild;
  readonly workflows: MirrorWorkflows;
  readonly events: JobEvents;
  readonly settings: JobSettings;
  /** A workflow due for nothing else is looked at again after this long, so that one ended by hand comes back; ms. */
  readonly healMs: number;
  /** Monotonic milliseconds and the time of day. */
  readonly clock: { now(): number; date(): Date };
}

/** What the cluster refused is asked for again after this long: a quota may have been raised. */
const REFUSED_AGAIN_MS = 60_000;

/** A workflow of another cluster is looked at again after this long: it may have ended. */
const OTHER_CLUSTER_AGAIN_MS = 60_000;

/** An object changed between reading and writing, or an old one still goes: look again after this long. */
const SOON_MS = 500;

/** Keeps a Job's children, its Ready condition and its workflow in line with the object, and hands on commands. */
export class JobReconciler {
  readonly #deps: JobReconcilerDeps;
  readonly #writer: JobWriter;
  readonly #ledger: SignalLedger;
  readonly #removal: JobRemoval;

  constructor(deps: JobReconcilerDeps) {
    this.#deps = deps;
    this.#ledger = new SignalLedger(deps.healMs);
    this.#writer = new JobWriter(deps.client);
    this.#removal = new JobRemoval({ ...deps, writer: this.#writer });
  }

  readonly reconcile: Reconcile = async (key, context) => {
    const job = this.#deps.findJob(key);
    if (job === undefined) {
      await this.#gone(key);
      return {};
    }
    try {
      return await (job.metadata.deletionTimestamp === undefined
        ? this.#keep(key, job, context)
        : this.#removal.step(key, job, context.signal));
    } catch (error) {
      // The object moved on, or is gone: what the cache gets next says more.
      if (isConflict(error) || isNotFound(error)) return { requeueAfterMs: SOON_MS };
      if (error instanceof OtherClusterError) return this.#isElsewhere(key, job, error, context.signal);
      throw error;
    }
  };

  async #keep(key: string, seen: Job, { signal }: ReconcileContext): Promise<ReconcileResult> {
    const held = seen.metadata.finalizers?.includes(WORKFLOW_FINALIZER);
    const job = held ? seen : await this.#writer.addFinalizer(seen, signal);
    const [told] = await Promise.allSettled([this.#workflow(key, job)]);
    // The worker of a Job whose workflow is another cluster's would take that one's runs.
    if (told.status === 'rejected' && told.reason instanceof OtherClusterError) throw told.reason;
    // Children that cannot be made must not keep the commands waiting.
    const [children] = await Promise.allSettled([this.#children(job, signal)]);
    if (told.status === 'rejected') throw told.reason;
    await this.#command(key, job, signal);
    if (children.status === 'rejected') throw children.reason;
    return children.value;
  }

  /** Makes the children what they should be and says in the Ready condition how they are. */
  async #children(job: Job, signal: AbortSignal): Promise<ReconcileResult> {
    const { client, findChild, settings, events } = this.#deps;
    const wanted = desiredChildren(job, settings);
    const synced = await syncChildren(job, wanted, { client, find: findChild, signal });
    if (synced.created.length > 0) events.created(job, synced.created);
    for (const problem of synced.problems) events.problem(job, problem);
    await this.#ready(job, synced.problems, signal);
    if (synced.waiting) return { requeueAfterMs: SOON_MS };
    return synced.problems.some(({ reason }) => reason === 'Refused') ? { requeueAfterMs: REFUSED_AGAIN_MS } : {};
  }

  async #ready(job: Job, problems: readonly ChildProblem[], signal: AbortSignal): Promise<void> {
    const { findChild, clock } = this.#deps;
    const key = `${job.metadata.namespace ?? ''}/${childName(job.metadata.name)}`;
    const deployment = findChild(core.deployments, key) as DeploymentObject | undefined;
    const condition = readyCondition(job, deployment, problems, clock.date());
    if (condition) await this.#writer.setCondition(job, condition, signal);
  }

  /** Says why nothing is done for a Job whose workflow belongs to another cluster. */
  async #isElsewhere(
    key: string,
    job: Job,
    { message }: OtherClusterError,
    signal: AbortSignal,
  ): Promise<ReconcileResult> {
    this.#ledger.forget(key);
    const problem: ChildProblem = { kind: 'Workflow', reason: 'OtherCluster', message };
    this.#deps.events.problem(job, problem);
    await this.#ready(job, [problem], signal);
    return { requeueAfterMs: OTHER_CLUSTER_AGAIN_MS };
  }

  /** Tells the workflow of the object when it is due. */
  async #workflow(key: string, job: Job): Promise<void> {
    const { workflows, clock } = this.#deps;
    const { namespace = '', name } = job.metadata;
    const due = this.#ledger.due(key, job, clock.now());
    if (due === 'nothing') return;
    await this.#orTell(job, async () => {
      const fine = due === 'check' && (await this.#goesOn(key, job));
      if (!fine) await workflows.reconcile(namespace, name, reconcileInput(job));
    });
    this.#ledger.settled(key, job, clock.now());
  }

  /** Whether the workflow runs, still knows what it was told, and which cluster it is of. */
  async #goesOn(key: string, job: Job): Promise<boolean> {
    const { namespace = '', name } = job.metadata;
    const execution = await this.#deps.workflows.execution(namespace, name);
    if (execution === null) return false;
    const look = lookAt(execution, job);
    const setBack = isSetBack(look, this.#ledger.lastLook(key));
    this.#ledger.looked(key, look);
    return !setBack && execution.knowsCluster;
  }

  /** Hands on the command of the annotation: first an id for it is written, so that sending it twice is harmless. */
  async #command(key: string, cached: Job, signal: AbortSignal): Promise<void> {
    if (commandRequest(cached).type === 'none') return;
    const { client, events } = this.#deps;
    const { namespace, name } = cached.metadata;
    const job = await client.get<Job>(jobs, { namespace, name }, { signal });
    const request = commandRequest(job);
    if (request.type === 'none') return;
    if (request.type === 'invalid') {
      events.commandInvalid(job, request.message);
      await this.#writer.clearCommand(job, signal);
      return;
    }
    const identified =
      request.type === 'new'
        ? await this.#writer.setCommandId(job, commandIdValue(randomUUID(), request.text), signal)
        : job;
    await this.#send(key, identified);
    await this.#writer.clearCommand(identified, signal);
  }

  async #send(key: string, job: Job): Promise<void> {
    const { workflows, events, clock } = this.#deps;
    const { namespace = '', name } = job.metadata;
    const request = commandRequest(job);
    if (request.type !== 'identified') return;
    await this.#orTell(job, async () => {
      try {
        await workflows.command(namespace, name, request.command);
      } catch (error) {
        if (!(error instanceof WorkflowNotRunningError)) throw error;
        await workflows.reconcile(namespace, name, reconcileInput(job));
        this.#ledger.settled(key, job, clock.now());
        await workflows.command(namespace, name, request.command);
      }
    });
    events.commandSent(job, request.command.command);
  }

  async #orTell(job: Job, call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!(error instanceof OtherClusterError)) this.#deps.events.temporalFailed(job, error);
      throw error;
    }
  }

  /** An object whose finalizer was taken off by hand is gone without its workflow, which would go on for ever. */
  async #gone(key: string): Promise<void> {
    const { namespace = '', name } = parseKey(key);
    if (this.#ledger.knows(key)) await this.#deps.workflows.remove(namespace, name);
    this.#ledger.forget(key);
    this.#removal.forget(key);
  }
}
