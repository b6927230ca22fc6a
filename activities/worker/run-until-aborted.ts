import type { Worker } from '@temporalio/worker';

/** Runs a worker until the signal is aborted; then it stops taking tasks and ends those it has, within its grace times. */
export async function runUntilAborted(worker: Worker, signal: AbortSignal): Promise<void> {
  const stop = (): void => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const running = worker.run();
    if (signal.aborted) stop();
    await running;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
