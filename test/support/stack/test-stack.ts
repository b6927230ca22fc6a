import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startStack, type Stack } from '../../../deploy/local/stack/start-stack.ts';
import { silentProgress } from '../../../deploy/local/toolchain/index.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import { childName } from '../../../resources/job/job-names.ts';
import { until } from '../until.ts';
import { succeed, command, type CommandResult } from './command.ts';

/** A whole Durasync of its own, on free ports, in a temporary folder. */
export interface TestStack {
  readonly stack: Stack;
  readonly stateDir: string;
  readonly temporal: Client;
  kubectl(...args: string[]): Promise<string>;
  /** Runs the CLI as a user would. */
  durasync(...args: string[]): Promise<CommandResult>;
  job(name: string): Promise<Job>;
  /** Waits until the Job's status fits. */
  untilJob(name: string, fits: (job: Job) => boolean, timeoutMs?: number): Promise<Job>;
  /** The folder that a Job's mirror is served from. */
  mirrorDir(name: string): string;
  /** What rsync would still change to make a Job's mirror equal its upstream; empty when they are equal. */
  difference(name: string, upstream: string): Promise<string>;
  close(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../../..');
const NAMESPACE = 'default';

/** Starts a stack for tests; close() stops it and removes its folder. */
export async function startTestStack(options: { readonly samples: boolean }): Promise<TestStack> {
  const stateDir = await mkdtemp(join(tmpdir(), 'durasync-stack-'));
  const env = withoutServers(process.env);
  const stack = await startStack({
    root: ROOT,
    stateDir,
    samples: options.samples,
    ports: 'free',
    env,
    progress: silentProgress,
    events: { onCrash: () => undefined, onFailedStart: () => undefined },
  });
  const kubectlPath = stack.kubectl;
  const connection = await Connection.connect({ address: stack.temporal.address });
  const job = (name: string) => stack.kubernetes.client.get<Job>(jobs, { namespace: NAMESPACE, name });
  const mirrorDir = (name: string) => join(stateDir, 'node', 'volumes', NAMESPACE, childName(name), 'mirror');
  return {
    stack,
    stateDir,
    temporal: new Client({ connection, namespace: stack.temporal.namespace }),
    kubectl: (...args) => succeed(kubectlPath, ['--kubeconfig', stack.kubernetes.adminKubeconfig, ...args]),
    durasync: (...args) =>
      command(process.execPath, [join(ROOT, 'cli/durasync.mjs'), ...args], {
        cwd: stateDir,
        env: cliEnv(stateDir, stack),
      }),
    job,
    untilJob: (name, fits, timeoutMs = 60_000) => untilJob(job, name, { fits, timeoutMs }),
    mirrorDir,
    difference: (name, upstream) =>
      succeed('rsync', ['-aHn', '--no-o', '--no-g', '--delete', '--itemize-changes', upstream, `${mirrorDir(name)}/`]),
    close: async () => {
      await connection.close();
      await stack.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** The stack must be the test's own, whatever the shell that runs the tests points to. */
function withoutServers(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return { ...env, KUBECONFIG: undefined, TEMPORAL_ADDRESS: undefined };
}

const cliEnv = (stateDir: string, stack: Stack): Record<string, string> => ({
  DURASYNC_SERVER: stack.apiUrl,
  DURASYNC_TOKEN_FILE: join(stateDir, 'credentials', 'admin.token'),
  NO_COLOR: '1',
});

async function untilJob(
  get: (name: string) => Promise<Job>,
  name: string,
  { fits, timeoutMs }: { fits: (job: Job) => boolean; timeoutMs: number },
): Promise<Job> {
  let last: Job | undefined;
  try {
    return await until(
      `Job ${name}`,
      async () => {
        last = await get(name);
        return fits(last) && last;
      },
      timeoutMs,
    );
  } catch (error) {
    throw new Error(`${String(error)}\nThe Job's status was ${JSON.stringify(last?.status, undefined, 2)}`);
  }
}
