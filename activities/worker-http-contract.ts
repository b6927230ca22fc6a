import type { JobProgress } from '../resources/job/job-status.ts';

/**
 * HTTP API of a sync worker, port WORKER_PORT on the pod's address. All but /healthz, /readyz and /metrics need a token
 * (see worker-token.ts): `Authorization: Bearer <token>`.
 *
 * GET /healthz                     200 once the process runs
 * GET /readyz                      200 once it polls its task queue
 * GET /metrics                     Prometheus text
 * GET /log?run=N&tail=N&from=N&follow=1
 *                                  text/plain of a run's log (the newest when `run` is left out), its last lines or from a
 *                                  byte on; follow ends with the attempt. The headers tell the run and the first byte.
 * GET /logs                        JSON: RunLog[]
 * GET /progress                    text/event-stream of WorkerProgress, one event at once and then on change (≤ 5/s)
 */
export interface RunLog {
  readonly run: number;
  readonly bytes: number;
  /** RFC 3339. */
  readonly modifiedAt: string;
}

/** Headers of /log: the number of the run, and the byte of its log at which the answer begins. */
export const LOG_RUN_HEADER = 'log-run';
export const LOG_FROM_HEADER = 'log-from';

/** One event of /progress. `progress` is null while no attempt runs. */
export interface WorkerProgress {
  readonly runSeq: number;
  readonly attempt: number;
  readonly progress: JobProgress | null;
}
