import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { removeTree } from './remove-tree.ts';

/** No namespace begins with a dot, so no volume's folder is ever taken for one. */
const PREFIX = '.deleted-';

/**
 * Moves a volume's folder out of the way, so that a claim of the same name can begin afresh while it is being deleted.
 * @param uid of the volume
 * @returns where it is now; nothing may be there, when it was moved before
 */
export async function doomFolder(root: string, folder: string, uid: string): Promise<string> {
  const doomed = path.join(root, `${PREFIX}${uid}`);
  await rename(folder, doomed).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return doomed;
}

/** Deletes what a process that ended meanwhile has left of such folders; nothing else knows of them any more. */
export async function removeDoomed(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names.filter((entry) => entry.startsWith(PREFIX))) {
    await removeTree(path.join(root, name));
  }
}
