import { WORKFLOW_FINALIZER } from '../../resources/job/job-names.ts';
import type { Job } from '../../resources/job/job.ts';
import type { ReconcileResult } from '../kit/controller/reconcile.ts';
import type { JobEvents } from './job-events.ts';
import type { JobWriter } from './job-writer.ts';
import type { MirrorWorkflows } from './workflow/mirror-workflows.ts';

interface RemovalDeps {
  readonly workflows: MirrorWorkflows;
  readonly events: JobEvents;
  readonly writer: JobWriter;
  readonly clock: { now(): number };
}

interface Asked {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** The workflow is asked again after this long, in case a signal got lost with a workflow that was reset. */
const ASK_AGAIN_MS = 60_000;
/** From then on the user is told that the workflow takes long. */
const PATIENCE_MS = 120_000;
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** Lets a deleted Job go once its workflow has ended; its children go with it by their owner references. */
export class JobRemoval {
  readonly #deps: RemovalDeps;
  readonly #asked = new Map<string, Asked>();

  constructor(deps: RemovalDeps) {
    this.#deps = deps;
  }

  async step(key: string, job: Job, signal: AbortSignal): Promise<ReconcileResult> {
    if (!job.metadata.finalizers?.includes(WORKFLOW_FINALIZER)) return {};
    const waitMs = await this.#ask(key, job);
    if (waitMs !== undefined) return { requeueAfterMs: waitMs };
    await this.#deps.writer.removeFinalizer(job, signal);
    this.forget(key);
    return {};
  }

  forget(key: string): void {
    this.#asked.delete(key);
  }

  /** Asks the workflow to end. The answer is how long to wait for it, ms; undefined when none runs. */
  async #ask(key: string, job: Job): Promise<number | undefined> {
    const { workflows, events, clock } = this.#deps;
    const { namespace = '', name } = job.metadata;
    const now = clock.now();
    const asked = this.#asked.get(key);
    try {
      if ((await workflows.execution(namespace, name)) === null) return undefined;
      if (asked === undefined || now - asked.lastAt >= ASK_AGAIN_MS) {
        await workflows.remove(namespace, name);
        this.#asked.set(key, { firstAt: asked?.firstAt ?? now, lastAt: now });
      }
    } catch (error) {
      events.temporalFailed(job, error);
      throw error;
    }
    if (asked === undefined) events.removing(job);
    const elapsed = now - (asked?.firstAt ?? now);
    if (elapsed >= PATIENCE_MS) events.removalWaits(job);
    return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, elapsed / 4));
  }
}
