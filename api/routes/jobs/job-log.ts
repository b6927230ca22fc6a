import { pipeline } from 'node:stream/promises';
import { Type } from 'typebox';
import { jobs } from '../../../resources/job/job.ts';
import { OneOf } from '../../../resources/schema/common.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { followLog } from '../../sync-worker/follow-log.ts';
import { defineRoute } from '../route.ts';
import type { Route, RouteContext } from '../route.ts';
import { JOB_PATH } from './paths.ts';

const path = `${JOB_PATH}/log`;

const LogQuery = Type.Object(
  {
    run: Type.Optional(Type.Integer({ description: 'Number of the run; the newest when left out.', minimum: 1 })),
    tail: Type.Optional(
      Type.Integer({ description: 'Lines from the end; all when left out.', minimum: 0, maximum: 1_000_000 }),
    ),
    follow: Type.Optional(OneOf(['1', 'true', '', '0', 'false'], { description: 'Go on until the run ends.' })),
  },
  { additionalProperties: false },
);

/** GET /jobs/{name}/log, from the worker. */
export const jobLog = (deps: Pick<RouteDeps, 'worker' | 'streams' | 'client' | 'currentRun'>): Route =>
  defineRoute({
    method: 'get',
    path,
    operationId: 'getJobLog',
    summary: 'Log of a run',
    tag: 'runs',
    access: [{ verb: 'get', subresource: 'log' }],
    query: LogQuery,
    answers: {
      200: { description: 'The log.', content: { 'text/plain': 'text', 'text/event-stream': 'LogEvent' } },
    },
    async handle(context) {
      const { follow, ...part } = context.query;
      const { namespace, name } = context.params;
      const follows = follow !== undefined && !['0', 'false'].includes(follow);
      const log = await openLog(deps, context, { part, follows }).catch(async (error: unknown) => {
        // No worker: a Job without one is told from one that does not exist.
        await deps.client.get(jobs, { namespace, name }, { signal: context.signal });
        throw error;
      });
      if (follows && context.wantsStream) await streamLog(deps, context, log);
      else await copyLog(context, log);
    },
  });

type Log = AsyncIterable<Buffer>;

/** The log once there is one. Throws ProblemError. */
async function openLog(
  deps: Pick<RouteDeps, 'worker' | 'currentRun'>,
  { params: { namespace, name }, signal }: Pick<RouteContext, 'params' | 'signal'>,
  { part, follows }: { readonly part: { readonly run?: number; readonly tail?: number }; readonly follows: boolean },
): Promise<Log> {
  if (!follows) return deps.worker.log({ namespace, name }, { ...part, follow: false }, signal);
  const log = followLog(deps, { namespace, name }, { part, signal });
  await log.next();
  return log;
}

async function copyLog({ response }: RouteContext, log: Log): Promise<void> {
  response.type('text/plain');
  // Lets a browser show what is there before the first line comes.
  response.flushHeaders();
  await pipeline(log, response).catch((error: unknown) => {
    // The head was sent: all that can be done is to break off, so that a cut log does not look whole.
    response.destroy(error instanceof Error ? error : undefined);
  });
}

async function streamLog({ streams }: Pick<RouteDeps, 'streams'>, context: RouteContext, log: Log): Promise<void> {
  const stream = streams.open(context, path);
  try {
    const decoder = new TextDecoder();
    for await (const chunk of log) {
      const text = decoder.decode(chunk, { stream: true });
      if (text !== '') stream.send('log', { text });
      await drained(context);
    }
    stream.send('end', {});
  } catch {
    // The worker went away or the client left; without `end` the client knows that the log is not whole.
  } finally {
    stream.close();
  }
}

async function drained({ response }: RouteContext): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
