import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Numbers of the user and group that own nothing, on Debian and everywhere else. */
const NOBODY = '65534';

/**
 * Runs a program without the rights of root: as nobody where the tests run as root, else as it is.
 * @returns what it wrote
 * @throws Error when it does not end with 0
 */
export async function withoutRoot(command: string, args: readonly string[]): Promise<string> {
  const drop = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--inh-caps=-all', '--'];
  const [program = '', ...rest] = [...(process.getuid?.() === 0 ? drop : []), command, ...args];
  const { stdout } = await promisify(execFile)(program, rest, { timeout: 60_000 });
  return stdout;
}
