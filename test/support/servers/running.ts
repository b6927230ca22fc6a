import type { TestServers } from './test-servers.ts';

/**
 * Where globalSetup leaves the servers for globalTeardown. Jest loads the two separately, so that a module variable
 * would not be shared; the process's global object is.
 */
const holder = globalThis as typeof globalThis & { durasyncTestServers?: Running };

/** The servers, and how to undo what the setup changed in this process. */
export type Running = { readonly servers: TestServers; readonly detach: () => void };

export function remember(running: Running): void {
  holder.durasyncTestServers = running;
}

/** The servers, once: a second call answers undefined. */
export function takeRunning(): Running | undefined {
  const running = holder.durasyncTestServers;
  delete holder.durasyncTestServers;
  return running;
}
