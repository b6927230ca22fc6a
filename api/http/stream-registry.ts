import type { RouteContext } from '../routes/route.ts';
import type { ApiMetrics } from '../metrics.ts';
import { openEventStream } from './event-stream.ts';
import type { EventStream } from './event-stream.ts';
import { ProblemError, retryAfter } from './problem.ts';

/** The streams that are open: counted, limited, and closed when the API stops or the caller's rights are gone. */
export interface StreamRegistry {
  /** Starts a stream as the answer; throws `too-many-streams`. */
  open(context: Pick<RouteContext, 'response' | 'checkAgain'>, route: string): EventStream;
  closeAll(): void;
}

/** Limits of the streams. */
export interface StreamLimits {
  readonly metrics: Pick<ApiMetrics, 'streams'>;
  /** 1,000 unless told. */
  readonly maxStreams?: number;
  /** How often the caller's token and rights are looked at again; 60 s unless told. */
  readonly checkEveryMs?: number;
}

/** Create a registry. */
export function createStreamRegistry({
  metrics,
  maxStreams = 1_000,
  checkEveryMs = 60_000,
}: StreamLimits): StreamRegistry {
  const streams = new Set<EventStream>();
  return {
    open({ response, checkAgain }, route) {
      if (streams.size >= maxStreams) {
        const detail = 'The API serves as many streams as it can; try again shortly.';
        throw new ProblemError('too-many-streams', { detail, headers: retryAfter(5) });
      }
      const stream = openEventStream(response);
      const timer = setInterval(() => void closeUnless(checkAgain, stream), checkEveryMs);
      streams.add(stream);
      metrics.streams.inc({ route });
      response.once('close', () => {
        clearInterval(timer);
        streams.delete(stream);
        metrics.streams.dec({ route });
      });
      return stream;
    },
    closeAll: () => streams.forEach((stream) => stream.close()),
  };
}

async function closeUnless(checkAgain: () => Promise<void>, stream: EventStream): Promise<void> {
  try {
    await checkAgain();
  } catch (error) {
    // A cluster that does not answer now is no reason to cut somebody off.
    if (error instanceof ProblemError) stream.close();
  }
}
