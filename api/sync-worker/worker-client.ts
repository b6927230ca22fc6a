import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import type { WorkerProgress } from '../../activities/worker-http-contract.ts';
import type { JobKey } from '../cluster/job-watch.ts';
import { ProblemError, retryAfter } from '../http/problem.ts';
import type { WorkerAddress } from './worker-address.ts';

/** Which part of which log. */
export interface LogQuery {
  /** The newest run when left out. */
  readonly run?: number;
  /** Lines from the end; the whole log when left out. */
  readonly tail?: number;
  /** First byte, in place of `tail`. */
  readonly from?: number;
  readonly follow: boolean;
}

/** The HTTP API of sync workers. All methods throw ProblemError when the worker cannot be asked. */
export interface WorkerClient {
  /** UTF-8 text; a followed one ends with the attempt. */
  log(key: JobKey, query: LogQuery, signal: AbortSignal): Promise<IncomingMessage>;
  progress(key: JobKey, signal: AbortSignal): AsyncGenerator<WorkerProgress>;
}

/** What the client works with. */
export interface WorkerClientDeps {
  readonly find: (key: JobKey, signal: AbortSignal) => Promise<WorkerAddress | undefined>;
  /** A token that lets one call the worker of this Job. */
  readonly token: (key: JobKey) => Promise<string>;
}

/** A worker begins to answer within this time. */
const headTimeoutMs = 5_000;
/** A log that is not followed is cut when nothing comes for this long. */
const idleTimeoutMs = 30_000;
/** Events have some 200 characters; whatever image a Job names for its worker, it must not fill the API's memory. */
const maxEventLength = 16_384;

/** Create a client of all workers. */
export function createWorkerClient(deps: WorkerClientDeps): WorkerClient {
  return {
    async log(key, { run, tail, from, follow }, signal) {
      const query = new URLSearchParams();
      if (run !== undefined) query.set('run', String(run));
      if (tail !== undefined) query.set('tail', String(tail));
      if (from !== undefined) query.set('from', String(from));
      if (follow) query.set('follow', '1');
      const response = await request(deps, key, `/log?${query.toString()}`, signal);
      if (!follow) response.setTimeout(idleTimeoutMs, () => response.destroy(new Error('the worker went silent')));
      return response;
    },
    async *progress(key, signal) {
      const response = await request(deps, key, '/progress', signal);
      const events: WorkerProgress[] = [];
      const refuse = (error: Error): never => {
        throw unavailable(`The worker of the Job sent an event of more than ${maxEventLength} characters.`, error);
      };
      const parser = createParser({
        onEvent: ({ data }) => events.push(JSON.parse(data) as WorkerProgress),
        onError: (error) => (error.type === 'max-buffer-size-exceeded' ? refuse(error) : undefined),
        maxBufferSize: maxEventLength,
      });
      for await (const chunk of response.setEncoding('utf8')) {
        parser.feed(chunk as string);
        yield* events.splice(0);
      }
    },
  };
}

async function request(
  deps: WorkerClientDeps,
  key: JobKey,
  path: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const [address, token] = await Promise.all([deps.find(key, signal), deps.token(key)]);
  if (!address) throw unavailable('The worker of the Job is not running; `kubectl get pods` tells why.');
  const response = await send(address, path, token, signal);
  if (response.statusCode === 200) return response;
  response.destroy();
  if (response.statusCode === 404) {
    throw new ProblemError('not-found', {
      detail: 'The worker keeps no log of that run; the oldest ones are removed.',
    });
  }
  throw unavailable(`The worker of the Job answered ${response.statusCode}.`);
}

function send(address: WorkerAddress, path: string, token: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const outgoing = http.get({ ...address, path, headers, signal, agent: false });
    const timer = setTimeout(() => outgoing.destroy(new Error('no answer in time')), headTimeoutMs);
    outgoing.setSocketKeepAlive(true, 30_000);
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    outgoing.on('error', (error) =>
      reject(unavailable('The worker of the Job does not answer; it may be starting.', error)),
    );
  });
}

function unavailable(detail: string, cause?: unknown): ProblemError {
  return new ProblemError('worker-unavailable', { detail, headers: retryAfter(5), cause });
}
