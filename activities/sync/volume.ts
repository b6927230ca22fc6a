import { lstat, mkdir, opendir, readdir, statfs } from 'node:fs/promises';
import { PARTIAL_DIR, type DataLayout } from './data-layout.ts';
import type { Space } from './sync-deps.ts';
import { unescapeName } from './unescape-name.ts';

const SLASH = Buffer.from('/');

/** Makes the served directory, so that the file servers of the pod find it. */
export async function prepareVolume(layout: DataLayout): Promise<void> {
  await mkdir(layout.mirror, { recursive: true });
}

/** True when there is nothing in a directory but remains of an interrupted run. */
export async function isEmpty(directory: string): Promise<boolean> {
  const entries = await opendir(directory);
  for await (const entry of entries) if (entry.name !== PARTIAL_DIR) return false;
  return true;
}

export async function spaceOf(path: string): Promise<Space> {
  const { bavail, bsize } = await statfs(path);
  return { free: bavail * bsize, blockSize: bsize };
}

/**
 * Bytes that interrupted runs have already fetched: the next run goes on from them.
 * @param directories as rsync prints them, relative to the mirror
 */
export async function fetchedBefore(mirror: string, directories: readonly string[]): Promise<number> {
  let total = 0;
  for (const printed of directories) {
    const path = Buffer.concat([Buffer.from(mirror), SLASH, unescapeName(printed)]);
    const names = await readdir(path, { encoding: 'buffer' }).catch(() => []);
    const sizes = await Promise.all(
      names.map(async (name) => (await lstat(Buffer.concat([path, SLASH, name])).catch(() => undefined))?.size ?? 0),
    );
    total += sizes.reduce((sum, size) => sum + size, 0);
  }
  return total;
}
