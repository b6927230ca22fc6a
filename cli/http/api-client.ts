import type { IncomingMessage } from 'node:http';
import type { CommandRequest, JobEvent, JobPage, LogEvent, Run, RunPage } from '../../api/contract.ts';
import type { Job } from '../../resources/job/job.ts';
import type { CommandResult } from '../../workflows/messages.ts';
import type { Connection } from '../connection/connection.ts';
import type { JobRef } from './job-ref.ts';
import { readJson } from './read-body.ts';
import { readEvents } from './read-events.ts';
import { sendRequest, type ApiRequest } from './send-request.ts';

/** Which part of a log. */
export interface LogPart {
  readonly run?: number;
  /** Lines from the end. */
  readonly tail?: number;
}

/** Which runs. */
export interface RunsPart {
  readonly limit: number;
  /** Also those of earlier Jobs of the same name. */
  readonly all: boolean;
}

/** The REST API as the commands use it (api/contract.ts). Every method throws CliError. */
export interface ApiClient {
  list(namespace: string | undefined): Promise<readonly Job[]>;
  get(ref: JobRef): Promise<Job>;
  create(job: Job, options: { readonly dryRun: boolean }): Promise<Job>;
  remove(ref: JobRef): Promise<void>;
  command(ref: JobRef, request: CommandRequest): Promise<CommandResult>;
  /** Ends without an `end` event when the stream broke. */
  commandEvents(ref: JobRef, request: CommandRequest, signal: AbortSignal): AsyncGenerator<JobEvent>;
  log(ref: JobRef, part: LogPart): Promise<IncomingMessage>;
  followLog(ref: JobRef, part: LogPart): AsyncGenerator<LogEvent>;
  runs(ref: JobRef, part: RunsPart): Promise<readonly Run[]>;
}

const EVENT_STREAM = 'text/event-stream';
const LIST_PAGE = 500;
const RUN_PAGE = 200;
/** Against a server that always says there is more. */
const MOST_PAGES = 1_000;

const jobsPath = (namespace: string): string => `/api/v1/namespaces/${encodeURIComponent(namespace)}/jobs`;
const jobPath = ({ namespace, name }: JobRef): string => `${jobsPath(namespace)}/${encodeURIComponent(name)}`;

/** The API behind a connection. */
export function createApiClient(connection: Connection): ApiClient {
  const ask = async <T>(request: ApiRequest): Promise<T> => readJson<T>(await sendRequest(connection, request));
  const stream = async function* <T extends { readonly type: string }>(request: ApiRequest): AsyncGenerator<T> {
    yield* readEvents<T>(await sendRequest(connection, { ...request, accept: EVENT_STREAM }));
  };
  const commandOf = (ref: JobRef, body: CommandRequest): ApiRequest => ({
    method: 'POST',
    path: `${jobPath(ref)}/commands`,
    body,
  });
  const logOf = (ref: JobRef, query: object): ApiRequest => ({
    method: 'GET',
    path: `${jobPath(ref)}/log${queryOf(query)}`,
    accept: 'text/plain',
  });
  return {
    list: (namespace) => listAll(ask, namespace === undefined ? '/api/v1/jobs' : jobsPath(namespace)),
    get: (ref) => ask({ method: 'GET', path: jobPath(ref) }),
    create: (job, { dryRun }) =>
      ask({
        method: 'POST',
        path: jobsPath(job.metadata.namespace ?? 'default') + queryOf(dryRun ? { dryRun: 'All' } : {}),
        body: job,
      }),
    remove: async (ref) => void (await sendRequest(connection, { method: 'DELETE', path: jobPath(ref) })).resume(),
    command: (ref, request) => ask(commandOf(ref, request)),
    commandEvents: (ref, request, signal) => stream<JobEvent>({ ...commandOf(ref, request), signal }),
    log: (ref, part) => sendRequest(connection, logOf(ref, part)),
    followLog: (ref, part) => stream<LogEvent>(logOf(ref, { ...part, follow: 1 })),
    runs: (ref, part) => listRuns(ask, ref, part),
  };
}

type Ask = <T>(request: ApiRequest) => Promise<T>;

async function listAll(ask: Ask, path: string): Promise<readonly Job[]> {
  const items: Job[] = [];
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = queryOf({ limit: LIST_PAGE, ...(next !== undefined && { continue: next }) });
    const answer = await ask<JobPage>({ method: 'GET', path: path + query });
    items.push(...answer.items);
    next = answer.continue;
    if (!next) break;
  }
  return items;
}

async function listRuns(ask: Ask, ref: JobRef, { limit, all }: RunsPart): Promise<readonly Run[]> {
  const items: Run[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES && items.length < limit; page++) {
    const size = Math.min(RUN_PAGE, limit - items.length);
    const query = queryOf({ limit: size, ...(all && { all }), ...(pageToken !== undefined && { pageToken }) });
    const answer = await ask<RunPage>({ method: 'GET', path: `${jobPath(ref)}/runs${query}` });
    items.push(...answer.items);
    pageToken = answer.nextPageToken;
    if (!pageToken) break;
  }
  return items.slice(0, limit);
}

function queryOf(values: object): string {
  const query = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return query.length === 0 ? '' : `?${query.join('&')}`;
}
