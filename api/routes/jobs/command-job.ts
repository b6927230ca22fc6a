import type { Job } from '../../../resources/job/job.ts';
import type { Command, CommandResult } from '../../../workflows/messages.ts';
import { jobs } from '../../../resources/job/job.ts';
import type { RouteDeps } from '../../api-deps.ts';
import { openJobFeed } from '../../cluster/job-feed.ts';
import type { JobFeed } from '../../cluster/job-feed.ts';
import { publicJob } from '../../cluster/public-job.ts';
import { isRunning, isSettled } from '../../cluster/run-end.ts';
import { ProblemError, retryAfter } from '../../http/problem.ts';
import type { Route, RouteContext } from '../route.ts';
import { readCommand } from './command-body.ts';
import { createLiveProgress } from './live-progress.ts';
import { JOB_PATH } from './paths.ts';

const path = `${JOB_PATH}/commands`;

/** POST /jobs/{name}/commands: one answer, or a stream that ends when what the command began has ended. */
export const commandJob = (deps: RouteDeps): Route => ({
  method: 'post',
  path,
  operationId: 'commandJob',
  summary: 'Tell a Job what to do',
  tag: 'jobs',
  access: [
    { verb: 'create', subresource: 'command' },
    { verb: 'watch', onlyForStream: true },
  ],
  headers: { 'Idempotency-Key': 'Id of the command, in place of commandId.' },
  body: { mediaType: 'application/json', schema: 'CommandRequest' },
  answers: {
    200: {
      description: 'The state after the command, or a stream of what follows.',
      content: { 'application/json': 'CommandResult', 'text/event-stream': 'JobEvent' },
    },
  },
  async handle(context) {
    const command = readCommand(context.body, context.request.get('idempotency-key'));
    if (context.wantsStream) await streamCommand(deps, context, command);
    else context.response.json(await sendCommand(deps, context, command));
  },
});

async function streamCommand(deps: RouteDeps, context: RouteContext, command: Command): Promise<void> {
  const { namespace, name } = context.params;
  // Listening begins before the command is given: a short run may be over before its answer is here.
  const feed = openJobFeed(deps, { namespace, name }, context.signal);
  try {
    await streamRun(deps, context, { feed, result: await sendCommand(deps, context, command) });
  } finally {
    feed.close();
  }
}

async function streamRun(
  deps: RouteDeps,
  context: RouteContext,
  { feed, result }: { readonly feed: JobFeed; readonly result: CommandResult },
): Promise<void> {
  const { namespace, name } = context.params;
  const stream = deps.streams.open(context, path);
  const progress = createLiveProgress(deps.progress, { namespace, name }, stream);
  try {
    stream.send('command', { result });
    // Without a change there is no event; a failed read is made good by the next one.
    feed.refresh().catch(() => undefined);
    progress.want(isRunning(result.state));
    for await (const job of feed.versions()) {
      if (!job) break;
      const settled = isSettled(job.status, result);
      stream[settled ? 'send' : 'sendLatest'](settled ? 'end' : 'status', { job: publicJob(job) });
      if (settled) break;
    }
  } finally {
    progress.want(false);
    stream.close();
  }
}

async function sendCommand(
  { commands, client }: RouteDeps,
  { params: { namespace, name }, signal }: RouteContext,
  command: Command,
): Promise<CommandResult> {
  const result = await commands.send({ namespace, name }, command);
  if (result) return result;
  // Tells a Job that does not exist (404) from one that is new or about to go.
  const { metadata } = await client.get<Job>(jobs, { namespace, name }, { signal });
  const detail = metadata.deletionTimestamp
    ? 'The Job is being removed and takes no more commands.'
    : 'The workflow of this Job does not run yet; the operator starts it shortly.';
  throw new ProblemError('workflow-not-started', { detail, headers: retryAfter(2) });
}
