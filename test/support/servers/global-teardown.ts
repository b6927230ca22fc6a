import { takeRunning } from './running.ts';

/** Jest's globalTeardown: stops what globalSetup started. */
export default async function globalTeardown(): Promise<void> {
  const running = takeRunning();
  running?.detach();
  await running?.servers.stop();
}
