import type { Command, ReconcileInput } from '../../../workflows/messages.ts';

/** No workflow of the Job runs, so that it cannot be told anything. */
export class WorkflowNotRunningError extends Error {
  override readonly name = 'WorkflowNotRunningError';
}

/** The running execution of a Job's workflow, as Temporal describes it without asking the workflow. */
export interface Execution {
  readonly runId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Events in its history, which only grows. */
  readonly historyLength: number;
  /** How far the Job was when the execution began; undefined for one of an older release. */
  readonly generation: number | undefined;
  readonly runSeq: number | undefined;
}

/** The durable side of Jobs. Every call ends within 10 s and throws when Temporal cannot be reached. */
export interface MirrorWorkflows {
  /** Tells the Job's workflow of the object, starting it where none runs. Telling the same twice changes nothing. */
  reconcile(namespace: string, name: string, input: ReconcileInput): Promise<void>;
  /** The Jobs whose workflows run, all of them; late by a moment. */
  running(): Promise<readonly { readonly namespace: string; readonly name: string }[]>;
  /** Null when none runs. */
  execution(namespace: string, name: string): Promise<Execution | null>;
  /** @throws WorkflowNotRunningError */
  command(namespace: string, name: string, command: Command): Promise<void>;
  /** Asks the workflow to end; nothing when none runs. */
  remove(namespace: string, name: string): Promise<void>;
}
