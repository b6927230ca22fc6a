import type { Progress } from '../toolchain/index.ts';
import type { StackPorts } from './stack-ports.ts';
import type { StateDir } from './state-dir.ts';
import { supervise, type Supervised, type SupervisorEvents } from './supervise.ts';
import type { ManagedProcess } from './servers/index.ts';

/** Everything that the parts of the stack share while they are started. */
export interface StackContext {
  /** Root of the project. */
  readonly root: string;
  readonly dist: string;
  readonly dir: StateDir;
  readonly ports: StackPorts;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly events: SupervisorEvents;
  /** What runs, in the order of its start. */
  readonly running: Supervised[];
}

/** Starts one supervised part and remembers it. The process in the answer is that of the first start. */
export async function run<P extends ManagedProcess>(
  context: StackContext,
  name: string,
  start: () => Promise<P> | P,
): Promise<P> {
  let first: P | undefined;
  const supervised = await supervise(
    name,
    async () => {
      const started = await start();
      first ??= started;
      return started;
    },
    context.events,
  );
  context.running.push(supervised);
  if (first === undefined) throw new Error(`${name} was not started`);
  return first;
}
