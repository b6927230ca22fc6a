import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jobs, type Job } from '../../resources/job/job.ts';
import { dataLayout } from '../../activities/sync/data-layout.ts';
import { transferArguments } from '../../activities/sync/rsync-arguments.ts';
import { DEFAULT_LIMITS } from '../../activities/sync/sync-deps.ts';
import { jobConfig } from '../support/job-config.ts';
import { startRsyncd, type Rsyncd } from '../support/rsyncd/start-rsyncd.ts';
import { succeed } from '../support/stack/command.ts';
import { startTestStack, type TestStack } from '../support/stack/test-stack.ts';
import { writeLargeTree } from './large-tree.ts';

export const JOB = 'bench';

/** The options of tunasync and kubesync, which a user of theirs compares with. */
const BARE_OPTIONS = [
  ...['-aHvh', '--no-o', '--no-g', '--stats', '--filter=risk .~tmp~/', '--exclude=.~tmp~/'],
  ...['--delete', '--delete-after', '--delay-updates', '--safe-links', '--timeout=120'],
];

/** A whole stack with one mirror of a large upstream, and the same upstream for bare rsync. */
export interface SyncFixture {
  readonly stack: TestStack;
  readonly upstream: Rsyncd;
  /** Runs bare rsync with its users' options into a folder of its own; answers milliseconds of the whole process. */
  bare(): Promise<number>;
  /** The same with the very options that Durasync uses, `--sockopts=TCP_NODELAY` among them. */
  bareSameOptions(): Promise<number>;
  /** Runs `durasync mirror start --wait`; answers milliseconds of the whole process. */
  throughCli(): Promise<number>;
  /** Empties the mirrors, so that the next run is an initial one. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** @param size files of the upstream and bytes in all */
export async function createSyncFixture(size: {
  readonly files: number;
  readonly bytes: number;
}): Promise<SyncFixture> {
  const upstream = await startRsyncd();
  await writeLargeTree(upstream.content, size);
  const stack = await startTestStack({ samples: false });
  await createJob(stack, upstream.url);
  await stack.untilJob(JOB, ({ status }) => status?.status === 'success', 120_000);
  const bareDir = join(stack.stateDir, 'bare');
  const same = dataLayout(join(stack.stateDir, 'bare-same-options'));
  for (const folder of [bareDir, same.mirror]) await mkdir(folder, { recursive: true });
  const sameOptions = transferArguments({
    config: jobConfig({ upstream: upstream.url }),
    layout: same,
    ...DEFAULT_LIMITS,
  });
  const bare = () => timed(() => succeed('rsync', [...BARE_OPTIONS, upstream.url, `${bareDir}/`]));
  const bareSameOptions = () => timed(() => succeed('rsync', sameOptions));
  await bare();
  await bareSameOptions();
  return {
    stack,
    upstream,
    bare,
    bareSameOptions,
    throughCli: () => timed(() => startAndWait(stack)),
    empty: async () => {
      await emptyFolder(bareDir);
      await emptyFolder(same.mirror);
      await emptyFolder(stack.mirrorDir(JOB));
      await succeed('sync', []);
    },
    close: async () => {
      await stack.close();
      await upstream.stop();
    },
  };
}

async function createJob(stack: TestStack, upstream: string): Promise<void> {
  await stack.stack.kubernetes.client.create(jobs, {
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name: JOB, namespace: 'default' },
    spec: { config: { upstream, interval: '6h' } },
  } as unknown as Job);
}

async function startAndWait(stack: TestStack): Promise<void> {
  const { code, stderr } = await stack.durasync('mirror', 'start', JOB, '--wait');
  if (code !== 0) throw new Error(`durasync mirror start ended with ${code}: ${stderr}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
