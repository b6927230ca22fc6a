/** How a reconcile ended. */
export type ReconcileOutcome = 'success' | 'requeue_after' | 'error' | 'terminal_error' | 'timeout';

/** Told what a controller does, for metrics. */
export interface ControllerObserver {
  started(): void;
  finished(end: { readonly outcome: ReconcileOutcome; readonly seconds: number; readonly defect: boolean }): void;
}

/** Looks away. */
export const noControllerObserver: ControllerObserver = { started: () => undefined, finished: () => undefined };
