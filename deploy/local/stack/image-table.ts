import { join } from 'node:path';
import { writePrivateFile } from './servers/private-files.ts';
import { nodeCommand } from './node-process.ts';

/**
 * Writes the table by which the process node runs Durasync's images as host processes: image without tag → argv.
 * @returns the path of the table
 */
export async function writeImageTable(file: string, root: string, dist: string): Promise<string> {
  const smallHeap = { MALLOC_ARENA_MAX: '2' };
  const table = {
    'durasync/sync-worker': { entrypoint: nodeCommand(dist, 'sync-worker'), env: smallHeap },
    'durasync/file-server': { entrypoint: nodeCommand(dist, 'file-server'), env: smallHeap },
    'durasync/rsync-server': { entrypoint: ['/bin/sh', join(root, 'deploy/images/rsync-server/entrypoint.sh')] },
  };
  await writePrivateFile(file, JSON.stringify(table, undefined, 2));
  return file;
}
