import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { consoleProgress, resolveKubectl } from '../../../../deploy/local/toolchain/index.ts';

const run = promisify(execFile);

/** Runs kubectl. @throws Error with what it said */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** kubectl with nobody's configuration. @param home a folder for its caches */
export async function kubectlIn(home: string): Promise<Kubectl> {
  const kubectl = await resolveKubectl({ env: process.env, progress: consoleProgress() });
  const env = { HOME: home, PATH: process.env['PATH'] ?? '' };
  return async (...args) => {
    const { stdout } = await run(kubectl, [...args], { env }).catch((error: unknown) => {
      throw new Error((error as { stderr: string }).stderr);
    });
    return stdout;
  };
}
