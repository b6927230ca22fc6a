import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createSyncActivities } from '../../../activities/sync/create-sync-activities.ts';
import { dataLayout, type DataLayout } from '../../../activities/sync/data-layout.ts';
import { ScratchStore } from '../../../activities/sync/scratch.ts';
import type { SyncDeps } from '../../../activities/sync/sync-deps.ts';
import type { SyncInput, SyncResult } from '../../../activities/sync-contract.ts';
import type { JobConfig } from '../../../resources/job/job-config.ts';
import { jobConfig } from '../job-config.ts';

/** The volume of one Job, and attempts on it. */
export interface SyncFixture {
  readonly layout: DataLayout;
  /** Starts an attempt in an environment of its own. */
  readonly attempt: (
    config: Partial<JobConfig> & { upstream: string },
    more?: Partial<SyncInput>,
  ) => { readonly environment: MockActivityEnvironment; readonly result: Promise<SyncResult> };
  /** What bare rsync would still change in the mirror; empty when it equals the upstream. */
  difference(upstream: string): Promise<string>;
  remove(): Promise<void>;
}

export async function createSyncFixture(deps: Partial<SyncDeps> = {}): Promise<SyncFixture> {
  const root = deps.dataDir ?? (await mkdtemp(join(tmpdir(), 'volume-')));
  const layout = dataLayout(root);
  const scratch = new ScratchStore();
  let runs = 0;
  return {
    layout,
    attempt(config, more = {}) {
      const environment = new MockActivityEnvironment({ attempt: 1 }, { logger: new DefaultLogger('ERROR') });
      const activities = createSyncActivities({ dataDir: root, scratch, ...deps });
      runs += 1;
      const input: SyncInput = {
        namespace: 'default',
        name: 'debian',
        uid: 'u',
        generation: 1,
        runSeq: runs,
        allowDelete: false,
        ...more,
        config: jobConfig({ minFree: '1Mi', ...config }),
      };
      return { environment, result: environment.run((given: SyncInput) => activities.sync(given), input) };
    },
    async difference(upstream) {
      const args = ['-aHn', '--no-o', '--no-g', '--delete', '--itemize-changes', '--safe-links', '--', upstream];
      return (await promisify(execFile)('rsync', [...args, `${layout.mirror}/`])).stdout;
    },
    remove: async () => {
      await scratch.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** The failure of an attempt. Throws when it succeeds. */
export async function failureOf(result: Promise<unknown>): Promise<ApplicationFailure> {
  const outcome: unknown = await result.then(
    () => new Error('the attempt succeeded'),
    (error: unknown) => error,
  );
  if (outcome instanceof ApplicationFailure) return outcome;
  throw outcome;
}
