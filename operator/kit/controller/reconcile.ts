import type { Logger } from 'pino';

/** What a reconcile gets beside its key. */
export interface ReconcileContext {
  /** Aborted when the time is up or the controller stops; pass it to every call. */
  readonly signal: AbortSignal;
  /** Carries the controller's name and the key. */
  readonly logger: Logger;
}

export interface ReconcileResult {
  /** Reconcile again after this long, even if nothing changes, ms. */
  readonly requeueAfterMs?: number;
}

/**
 * Bring the cluster from what is to what is wished, for one object. It is told only the key, never what happened: it
 * reads the present state, and is called again after every failure. Throw TerminalError where a retry is useless.
 */
export type Reconcile = (key: string, context: ReconcileContext) => Promise<ReconcileResult | void>;
