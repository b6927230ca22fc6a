import type { Command, ReconcileInput } from '../../../workflows/messages.ts';

/** No workflow of the Job runs, so that it cannot be told anything. */
export class WorkflowNotRunningError extends Error {
  override readonly name = 'WorkflowNotRunningError';
}

/** The workflow of that name is of a Job in another cluster that shares the Temporal namespace. The message is for users. */
export class OtherClusterError extends Error {
  override readonly name = 'OtherClusterError';

  constructor(workflowId: string, cluster: string) {
    super(
      `The workflow ${workflowId} is of a Job in another cluster (whose namespace kube-system has the uid ${cluster}). ` +
        'Give each cluster a Temporal namespace of its own (TEMPORAL_NAMESPACE); ' +
        'if the other cluster is gone for good, terminate that workflow.',
    );
  }
}

/** A running workflow of a Job. */
export interface RunningWorkflow {
  readonly namespace: string;
  readonly name: string;
  /** The cluster the Job is in; undefined when the workflow has not been told. */
  readonly cluster: string | undefined;
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
  /** Whether it knows that it is of this cluster; one of an older release does not. */
  readonly knowsCluster: boolean;
}

/** The durable side of the Jobs of one cluster. Every call ends within 10 s and throws when Temporal cannot be reached. */
export interface MirrorWorkflows {
  /**
   * Tells the Job's workflow of the object, starting it where none runs. Telling the same twice changes nothing.
   * @throws OtherClusterError
   */
  reconcile(namespace: string, name: string, input: ReconcileInput): Promise<void>;
  /** The workflows that run, all of them, those of other clusters too; late by a moment. */
  running(): Promise<readonly RunningWorkflow[]>;
  /** Null when none of this cluster runs. */
  execution(namespace: string, name: string): Promise<Execution | null>;
  /** @throws WorkflowNotRunningError, OtherClusterError */
  command(namespace: string, name: string, command: Command): Promise<void>;
  /** Asks the workflow to end; nothing when none of this cluster runs. */
  remove(namespace: string, name: string): Promise<void>;
}
