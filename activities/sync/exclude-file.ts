import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { CLEARING_PATTERN } from '../../resources/rsync/option-values.ts';
import type { JobConfig } from '../../resources/job/job-config.ts';
import type { DataLayout } from './data-layout.ts';
import { SyncFailure } from './sync-failure.ts';

/** Larger files are no lists of patterns. */
const LARGEST_BYTES = 16 * 2 ** 20;

/** Where `spec.config.excludeFile` is on this host. */
export const excludeFilePath = (layout: DataLayout, excludeFile: string): string => join(layout.root, excludeFile);

/**
 * Makes sure that the file of exclude patterns is there and on the Job's volume: rsync sends its lines to the upstream, so
 * any other file of the worker would be given away. A line that clears all patterns before it would clear those that
 * protect the partial files too.
 * @throws SyncFailure ConfigInvalid
 */
export async function checkExcludeFile(layout: DataLayout, { excludeFile }: JobConfig): Promise<void> {
  if (excludeFile === undefined) return;
  const root = await realpath(layout.root);
  const path = await realpath(excludeFilePath(layout, excludeFile)).catch(() => undefined);
  if (path === undefined) throw invalid(`there is no "${excludeFile}" on the volume`);
  if (!path.startsWith(`${root}${sep}`)) throw invalid(`"${excludeFile}" leads out of the volume`);
  const { size } = await stat(path);
  if (size > LARGEST_BYTES) throw invalid(`"${excludeFile}" is larger than 16 MiB`);
  const lines = (await readFile(path, 'latin1')).split(/[\r\n]/);
  const at = lines.indexOf(CLEARING_PATTERN);
  if (at >= 0) throw invalid(`line ${at + 1} of "${excludeFile}" would clear all patterns; write "- !" for a file "!"`);
}

const invalid = (why: string): SyncFailure => new SyncFailure('ConfigInvalid', `spec.config.excludeFile: ${why}`);
