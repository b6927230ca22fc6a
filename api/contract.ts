import type { WorkerProgress } from '../activities/worker-http-contract.ts';
import type { Job } from '../resources/job/job.ts';
import type { JobStats } from '../resources/job/job-status.ts';
import type { Command, CommandResult } from '../workflows/messages.ts';

/**
 * The REST API (default port 3000), as its clients see it; the server generates OpenAPI from the same routes.
 *
 * Open: GET /healthz /readyz /metrics /openapi.json
 * With `Authorization: Bearer <Kubernetes token>`; errors are RFC 9457 problem documents (application/problem+json):
 * GET    /api/v1/jobs                                             JobPage, all namespaces
 * GET    /api/v1/namespaces/{namespace}/jobs?limit&continue       JobPage
 * POST   /api/v1/namespaces/{namespace}/jobs?dryRun               Job → 201
 * GET    /api/v1/namespaces/{namespace}/jobs/{name}               Job
 * PUT    …/{name}?dryRun   PATCH …/{name}?dryRun (merge patch)    Job
 * DELETE …/{name}                                                 202
 * POST   …/{name}/commands                                        CommandRequest → CommandResult
 *        with `Accept: text/event-stream`: JobEvent stream, `command` first, closing after `end`
 * GET    …/{name}/events                                          JobEvent stream (SSE), until the client leaves
 * GET    …/{name}/log?run&tail&follow                             text/plain, or SSE when follow=1 is asked as event-stream
 * GET    …/{name}/runs?limit&pageToken&all                        RunPage
 * GET    …/{name}/runs/{seq}                                      Run
 */
export type CommandRequest = Omit<Command, 'commandId'> & { readonly commandId?: string };

export interface JobPage {
  readonly items: readonly Job[];
  readonly continue?: string;
}

export const RUN_STATES = ['running', 'success', 'failed', 'canceled', 'timed-out', 'terminated'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** One run of a Job, from the workflow history. Times are RFC 3339. */
export interface Run {
  readonly seq: number;
  readonly workflowId: string;
  readonly runId: string;
  readonly state: RunState;
  readonly trigger: string | null;
  /** `success` or a FailureClass. */
  readonly result: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  /** Size of the mirror after the run. */
  readonly bytes: number | null;
  /** Figures of a run that succeeded; only where one run is asked for. */
  readonly stats?: JobStats;
  /** Why a run failed, a sentence; only where one run is asked for. */
  readonly message?: string;
}

export interface RunPage {
  readonly items: readonly Run[];
  readonly nextPageToken?: string;
}

/** Server-sent events: the event name is `type`, the data the rest as JSON. */
export type JobEvent =
  | { readonly type: 'command'; readonly result: CommandResult }
  | { readonly type: 'status'; readonly job: Job }
  | { readonly type: 'progress'; readonly progress: WorkerProgress }
  /** The run that the command started (or found under way) has ended; the Job's status is the final one. */
  | { readonly type: 'end'; readonly job: Job };

/** Server-sent events of a log that is followed; `end` when the run has ended. */
export type LogEvent = { readonly type: 'log'; readonly text: string } | { readonly type: 'end' };

/** RFC 9457. `errors` names the fields that are wrong. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}
