import { randomBytes } from 'node:crypto';
import type { CommandRequest } from '../streaming/remote-command/command-request.ts';
import { withContainerNames } from '../streaming/remote-command/archive-names.ts';
import type { RemoteCommand } from '../streaming/remote-command/serve-command.ts';
import { startCommand } from './container-process.ts';
import type { RunningContainer } from './container-runner.ts';
import { commandMark } from './process-table.ts';
import { translatePaths } from './translate-paths.ts';

/** How long a client may take to read what a command left behind, milliseconds. */
const DRAIN_MS = 60_000;

/** Runs one more command in a container: with its environment, folder and volumes, never by a shell. */
export async function execCommand({ id, launch }: RunningContainer, request: CommandRequest): Promise<RemoteCommand> {
  const { env, cwd, scratch, mounts } = launch;
  const words = request.command.map((word) => translatePaths(word, mounts));
  const [program = '', ...rest] = withContainerNames(words, mounts);
  const mark = commandMark(id, `exec${randomBytes(8).toString('hex')}`);
  const argv: [string, ...string[]] = [program, ...rest];
  const command = await startCommand({
    id: mark,
    argv,
    env,
    cwd,
    scratch,
    withInput: request.stdin,
    drainMs: DRAIN_MS,
  });
  return { ...command, end: () => command.kill() };
}
