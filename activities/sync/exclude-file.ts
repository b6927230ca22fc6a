import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { JobConfig } from '../../resources/job/job-config.ts';
import type { DataLayout } from './data-layout.ts';
import { SyncFailure } from './sync-failure.ts';

/** Where `spec.config.excludeFile` is on this host. */
export const excludeFilePath = (layout: DataLayout, excludeFile: string): string => join(layout.root, excludeFile);

/**
 * Makes sure that the file of exclude patterns is there and on the Job's volume: rsync sends its lines to the upstream, so
 * any other file of the worker would be given away.
 * @throws SyncFailure ConfigInvalid
 */
export async function checkExcludeFile(layout: DataLayout, { excludeFile }: JobConfig): Promise<void> {
  if (excludeFile === undefined) return;
  const root = await realpath(layout.root);
  const path = await realpath(excludeFilePath(layout, excludeFile)).catch(() => undefined);
  if (path === undefined) {
    throw new SyncFailure('ConfigInvalid', `spec.config.excludeFile: there is no "${excludeFile}" on the volume`);
  }
  if (!path.startsWith(`${root}${sep}`)) {
    throw new SyncFailure('ConfigInvalid', `spec.config.excludeFile: "${excludeFile}" leads out of the volume`);
  }
}
