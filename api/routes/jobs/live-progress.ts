import type { JobKey } from '../../cluster/job-watch.ts';
import type { EventStream } from '../../http/event-stream.ts';
import type { ProgressHub } from '../../sync-worker/progress-hub.ts';

/** Live figures in a stream, only while they are wanted. */
export interface LiveProgress {
  /** Whether a run is under way, so that there are figures. */
  want(wanted: boolean): void;
}

/** A run shorter than this is over before anybody could look at its figures, and should not pay for them. */
const delayMs = 250;

/** Sends the worker's figures to the stream from shortly after they are wanted until they no longer are. */
export function createLiveProgress(hub: ProgressHub, key: JobKey, stream: EventStream): LiveProgress {
  let stop: (() => void) | undefined;
  const start = (): (() => void) => {
    let unsubscribe = (): void => undefined;
    const timer = setTimeout(() => {
      unsubscribe = hub.subscribe(key, (progress) => stream.sendLatest('progress', { progress }));
    }, delayMs);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  };
  return {
    want(wanted) {
      if (wanted) stop ??= start();
      else {
        stop?.();
        stop = undefined;
      }
    },
  };
}
