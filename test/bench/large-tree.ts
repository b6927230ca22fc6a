import { createCipheriv } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES_A_FOLDER = 200;

/** Writes files of equal size with incompressible content, 200 a folder. */
export async function writeLargeTree(
  root: string,
  { files, bytes }: { readonly files: number; readonly bytes: number },
): Promise<void> {
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'bench'), Buffer.alloc(16));
  const empty = Buffer.alloc(Math.floor(bytes / files));
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `folder-${Math.floor(index / FILES_A_FOLDER)}`);
    if (index % FILES_A_FOLDER === 0) await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `file-${index}.bin`), noise.update(empty));
  }
}
