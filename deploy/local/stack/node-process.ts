import { join } from 'node:path';
import { startProcess, type ManagedProcess } from './servers/index.ts';

/** Where the built processes are and where they log. */
export type NodeProcessContext = { readonly dist: string; readonly logs: string };

export type NodeProcessSpec = {
  readonly name: string;
  /** File in `dist/` without its ending. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether the process is ready; asked again and again. */
  readonly isReady: () => Promise<boolean>;
};

/**
 * V8 flags of a process: a small young generation and code kept compact, since these processes mostly wait.
 * Measured on an idle worker: 102 MB without, 92 MB with them.
 */
const SMALL_HEAP: readonly string[] = ['--max-semi-space-size=1', '--optimize-for-size'];

/** Compact code is slow code, and every step of a run goes through the workflows: 250 ms a run in place of 225 ms. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'control-worker': ['--max-semi-space-size=1'],
  // Every request makes garbage: 0.58 ms of CPU a create in place of 0.85 ms, for 15 MB.
  apiserver: ['--max-semi-space-size=8'],
};

/** argv that runs a built process with this Node. */
export function nodeCommand(dist: string, entry: string): string[] {
  return [process.execPath, ...(FLAGS[entry] ?? SMALL_HEAP), join(dist, `${entry}.js`)];
}

/** Starts one of Durasync's own processes. */
export function startNodeProcess(spec: NodeProcessSpec, context: NodeProcessContext): ManagedProcess {
  const [command, ...args] = nodeCommand(context.dist, spec.entry);
  return startProcess({
    name: spec.name,
    command: command ?? process.execPath,
    args,
    env: { ...spec.env, MALLOC_ARENA_MAX: '2' },
    logFile: join(context.logs, `${spec.name}.log`),
    isReady: spec.isReady,
  });
}
