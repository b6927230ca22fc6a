import type { RouteDeps } from '../../api-deps.ts';
import { openJobFeed } from '../../cluster/job-feed.ts';
import type { JobFeed } from '../../cluster/job-feed.ts';
import { publicJob } from '../../cluster/public-job.ts';
import { isRunning } from '../../cluster/run-end.ts';
import type { Route, RouteContext } from '../route.ts';
import { createLiveProgress } from './live-progress.ts';
import { JOB_PATH } from './paths.ts';

const path = `${JOB_PATH}/events`;

/** GET /jobs/{name}/events: the Job now and at every change, and live figures, until the client leaves or the Job goes. */
export const jobEvents = (deps: RouteDeps): Route => ({
  method: 'get',
  path,
  operationId: 'watchJob',
  summary: 'What happens to a Job',
  tag: 'jobs',
  access: [{ verb: 'watch' }],
  answers: { 200: { description: 'A stream.', content: { 'text/event-stream': 'JobEvent' } } },
  async handle(context) {
    const { namespace, name } = context.params;
    const feed = openJobFeed(deps, { namespace, name }, context.signal);
    try {
      await feed.refresh();
      await streamJob(deps, context, feed);
    } finally {
      feed.close();
    }
  },
});

async function streamJob(deps: RouteDeps, context: RouteContext, feed: JobFeed): Promise<void> {
  const { namespace, name } = context.params;
  const stream = deps.streams.open(context, path);
  const progress = createLiveProgress(deps.progress, { namespace, name }, stream);
  try {
    for await (const job of feed.versions()) {
      if (!job) break;
      stream.sendLatest('status', { job: publicJob(job) });
      progress.want(isRunning(job.status?.status));
    }
  } finally {
    progress.want(false);
    stream.close();
  }
}
