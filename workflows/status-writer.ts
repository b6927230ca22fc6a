import { condition, isCancellation, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ControlActivities, StatusPatch } from '../activities/control-contract.ts';
import type { JobMachine } from './core/machine/job-machine.ts';
import { changedFields } from './core/status/changed-fields.ts';
import { projectAttributes, type Attributes } from './core/status/project-attributes.ts';
import { projectStatus, type StatusFields } from './core/status/project-status.ts';
import { upsertAttributes } from './search-attributes.ts';

/** The fast way: no round trip through the server, given up soon since it holds the workflow task. */
const direct = proxyLocalActivities<ControlActivities>({
  startToCloseTimeout: '2s',
  scheduleToCloseTimeout: '3s',
  retry: { maximumAttempts: 2, initialInterval: '100ms' },
});

/** The patient way, for when Kubernetes is away: as long as it takes. */
const patient = proxyActivities<ControlActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** How long a run may begin undisturbed, milliseconds. */
const HEAD_START = 150;

/** Fields that are written with every run, whatever was written before. */
const SAID_EACH_RUN = ['progress', 'attempt', 'observedGeneration'];

/** What was written last, as far as it is known to have arrived. */
export interface Written {
  readonly status: StatusFields;
  readonly attributes: Attributes;
}

/**
 * Brings the Job's status and the workflow's search attributes to what the state says: one write at a time, always of
 * the newest state, only what changed. A state that was passed over while Kubernetes was away is never written.
 */
export class StatusWriter {
  #written: Written;
  #writing: 'no' | 'direct' | 'patient' = 'no';
  readonly #state: () => JobMachine;

  constructor(state: () => JobMachine, written: Written) {
    this.#state = state;
    this.#written = written;
  }

  get written(): Written {
    return this.#written;
  }

  /** True while everything is written, or writing takes so long that nothing should wait for it. */
  get settled(): boolean {
    return this.#writing === 'patient' || (this.#writing === 'no' && this.#due() === null);
  }

  /** Forgets what was written, for when the object turns out to say something else. */
  rewrite(): void {
    this.#written = { ...this.#written, status: {} };
  }

  /** Writes until the workflow ends. */
  async run(): Promise<void> {
    try {
      for (;;) {
        await condition(() => this.#due() !== null);
        await this.#letRunBegin();
        await this.#write(this.#due() ?? {});
      }
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  /**
   * News of a run's start wait a moment, so that writing them does not hold the run itself up; a run that is over by then
   * is written once.
   */
  async #letRunBegin(): Promise<void> {
    const { run, runSeq } = this.#state();
    if (run === null || this.#written.status.runSeq === runSeq) return;
    await condition(() => this.#state().run === null || this.#state().runSeq !== runSeq, HEAD_START);
  }

  async #write(fields: StatusFields): Promise<void> {
    const state = this.#state();
    this.#upsert(projectAttributes(state));
    const patch = { namespace: state.namespace, name: state.name, uid: state.desired?.uid ?? '', runSeq: state.runSeq };
    const before = this.#written.status;
    await this.#send({ ...patch, status: fields });
    // A rewrite asked for meanwhile stays due.
    if (this.#written.status === before) this.#written = { ...this.#written, status: projectStatus(state) };
    this.#writing = 'no';
  }

  async #send(patch: StatusPatch): Promise<void> {
    try {
      this.#writing = 'direct';
      await direct.patchJobStatus(patch);
    } catch (error) {
      if (isCancellation(error)) throw error;
      this.#writing = 'patient';
      await this.#sendPatiently(patch);
    }
  }

  async #sendPatiently(patch: StatusPatch): Promise<void> {
    try {
      await patient.patchJobStatus(patch);
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Only a refusal for good ends the retries; the next change of state is tried again.
      log.error('The status was refused', { error });
    }
  }

  #upsert(wanted: Attributes): void {
    const changed = changedFields(this.#written.attributes, wanted);
    if (changed === null) return;
    upsertAttributes(changed);
    this.#written = { ...this.#written, attributes: wanted };
  }

  /** What is to be written; null when nothing is. */
  #due(): StatusFields | null {
    const state = this.#state();
    if (state.desired === null) return null;
    const wanted = projectStatus(state);
    return changedFields(this.#knownFor(wanted), wanted);
  }

  /**
   * The worker may have written its progress since the last run, so what was known of that is out of date; and each run
   * says anew which generation it goes by, so that an object that was set back is found out.
   */
  #knownFor(wanted: StatusFields): StatusFields {
    const { status } = this.#written;
    if (status.runSeq === wanted.runSeq) return status;
    return Object.fromEntries(Object.entries(status).filter(([field]) => !SAID_EACH_RUN.includes(field)));
  }
}
