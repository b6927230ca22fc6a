import { chmod, opendir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Deletes a folder with all that is in it, also what an upstream made read-only or closed: only root may take entries out
 * of such a directory as it is. No error when it is not there. Links are deleted, never followed.
 */
export async function removeTree(folder: string): Promise<void> {
  const options = { recursive: true, force: true } as const;
  await rm(folder, options).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    await openDirectories(folder);
    await rm(folder, options);
  });
}

/** Lets the owner into every directory, each before it is read. */
async function openDirectories(folder: string): Promise<void> {
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    await chmod(next, 0o700);
    for await (const entry of await opendir(next)) {
      if (entry.isDirectory()) waiting.push(path.join(next, entry.name));
    }
  }
}
